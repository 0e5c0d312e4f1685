// What every page does: tell when the server could not be reached, keep forms that were answered
// out of the history, and register the service worker.

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
// the form was on, which is asked for anew.
if ("posted" in document.documentElement.dataset) {
  const isOurs = document.referrer.startsWith(`${location.origin}/`);
  history.replaceState(null, "", isOurs ? document.referrer : location.href);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

if (window.isSecureContext) navigator.serviceWorker?.register("/sw.js");
