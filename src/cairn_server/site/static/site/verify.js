// Drop a badge anywhere on the page, or choose it, and it is verified at once.
const form = document.getElementById("verify-form");
const file = form?.querySelector('input[type="file"]');
const text = form?.querySelector("textarea");

function send() {
  form.requestSubmit();
}

function take(files) {
  if (files.length === 0) return;
  file.files = files;
  text.value = "";
  send();
}

if (form && file && text) {
  file.addEventListener("change", () => file.files.length && send());
  text.addEventListener("input", () => { if (text.value) file.value = ""; });
  text.addEventListener("paste", () => setTimeout(() => text.value.trim() && send()));
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("dropping");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) form.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    const dropped = event.dataTransfer;
    if (dropped.files.length > 0) return take(dropped.files);
    const link = dropped.getData("text/uri-list") || dropped.getData("text/plain");
    if (!link) return;
    file.value = "";
    text.value = link.trim();
    send();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "verdict") document.getElementById("sentence")?.focus();
  });
  // A link that came with the address is checked at once, and once: going back asks nothing again.
  if (new URLSearchParams(location.search).has("link") && text.value.trim()) {
    history.replaceState(null, "", location.pathname);
    send();
  }
}
