// What every page does: tell when the server could not be reached, keep forms that were answered
// out of the history but what was typed into them through a reload, and register the service worker.

const line = document.createElement("p");
line.className = "notice warn visually-hidden";
line.setAttribute("role", "status");
document.querySelector("main")?.prepend(line);

function tell(text) {
  line.textContent = text;
  line.classList.toggle("visually-hidden", text === "");
}

document.addEventListener("htmx:sendError", () => {
  tell("The server could not be reached. Nothing is lost; try again in a moment.");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) tell("");
});
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 401 || status === 403) tell("You were signed out. Sign in again in another tab, then go on here.");
  else if (status >= 500) tell("Something went wrong on our side. Nothing is lost; try again in a moment.");
  else tell(event.detail.xhr.responseText.replace(/<[^>]*>/g, " ").trim().slice(0, 300));
});

// The answer to a form is no page to come back to: in its place in the history stands the page that
// the form was on, which is asked for anew. Reloading a refused one, which asks for that page, too,
// finds what had been typed; coming back to it does not.
const TYPED = `form[method=post] :is(textarea, select, input:not([type=hidden], [type=file],
  [type=password], [autocomplete=one-time-code]))`;
const MOST = 200_000; // characters that are kept in an entry of the history

function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function fields() {
  const found = new Map();
  for (const field of document.querySelectorAll(TYPED)) {
    if (!field.name) continue;
    const path = new URL(field.form.getAttribute("action") ?? "", location.href).pathname;
    let key = JSON.stringify([path, field.name, isBox(field) && field.value]);
    while (found.has(key)) key += "+"; // the same field once more on the page
    found.set(key, field);
  }
  return found;
}

function valueOf(field) {
  if (isBox(field)) return field.checked;
  if (field.type === "select-multiple") return [...field.selectedOptions].map((one) => one.value);
  return field.value;
}

function fill(field, value) {
  if (JSON.stringify(valueOf(field)) === JSON.stringify(value)) return;
  if (isBox(field)) field.checked = value;
  else if (field.tagName === "SELECT") {
    for (const one of field.options) one.selected = [value].flat().includes(one.value);
  } else field.value = value;
  field.closest("details")?.setAttribute("open", "");
}

function keepTyped() {
  const typed = Object.fromEntries([...fields()].map(([key, field]) => [key, valueOf(field)]));
  const isSmall = JSON.stringify(typed).length <= MOST;
  history.replaceState(isSmall ? { typed } : null, "");
}

const isPosted = "posted" in document.documentElement.dataset;
const arrival = performance.getEntriesByType("navigation")[0];
const isReload = arrival?.type === "reload";
const isRefused = arrival?.responseStatus >= 400; // not told by older browsers
const typed = history.state?.typed;
if (isPosted) {
  const isOurs = document.referrer.startsWith(`${location.origin}/`);
  history.replaceState(null, "", isOurs ? document.referrer : location.href);
  if (isRefused) keepTyped();
} else if (typed && isReload) {
  for (const [key, field] of fields()) if (key in typed) fill(field, typed[key]);
} else if (typed) history.replaceState(null, "");
if (isPosted || (typed && isReload)) {
  let soon;
  addEventListener("input", () => {
    if (!history.state?.typed) return;
    clearTimeout(soon);
    soon = setTimeout(keepTyped, 300); // milliseconds; browsers refuse to be told all the time
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    history.replaceState(null, "");
    location.reload();
  });
}

if (window.isSecureContext) navigator.serviceWorker?.register("/sw.js");
