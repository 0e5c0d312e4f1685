// Sends a file as soon as it is chosen, shows how far it is, and leaves the rest of the page alone.
//
// Without this the file is sent with the form. A part of the page with `data-upload="address"` holds
// one file field (`data-field`), a <progress> and a `[data-state]` line; the answer replaces it.

const words = document.querySelector("#saving-words")?.dataset ?? {};

document.addEventListener("change", (event) => {
  const part = event.target.closest?.("[data-upload]");
  if (part && event.target.type === "file" && event.target.files.length) send(part, event.target);
});

function send(part, field) {
  const file = field.files[0];
  const limit = Number(part.dataset.megabytes);
  if (file.size > limit * 1024 * 1024) {
    field.value = "";
    tell(part, `${words.tooLarge} ${limit} MB.`, true);
    return;
  }
  const body = new FormData();
  body.append(part.dataset.field, file);
  const request = new XMLHttpRequest();
  const bar = part.querySelector("progress");
  bar.hidden = false;
  field.disabled = true;
  tell(part, words.uploading);
  request.upload.addEventListener("progress", (step) => {
    bar.value = step.lengthComputable ? (100 * step.loaded) / step.total : 0;
    if (bar.value === 100) tell(part, words.checking);
  });
  request.addEventListener("load", () => finish(part, field, request));
  request.addEventListener("error", () => fail(part, field, words.notSent));
  request.open("POST", part.dataset.upload);
  request.setRequestHeader("X-CSRFToken", token());
  request.setRequestHeader("HX-Request", "true");
  request.send(body);
}

function finish(part, field, request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const parts = answer.querySelectorAll("[data-replaces]");
  if (request.status === 200 && parts.length) {
    document.querySelector("[data-until-saved]")?.remove();
    for (const one of parts) {
      document.getElementById(one.dataset.replaces)?.replaceChildren(...one.childNodes);
    }
    part.querySelector("input[type=file]")?.focus();
    return;
  }
  const isOurs = request.status >= 400 && request.status < 500 && !answer.querySelector("h1");
  if (request.status === 200) fail(part, field, words.signedOut);
  else fail(part, field, isOurs ? answer.body.textContent.trim() : words.notSent);
}

function fail(part, field, text) {
  field.disabled = false;
  field.value = "";
  part.querySelector("progress").hidden = true;
  tell(part, text, true);
}

function tell(part, text, isBad = false) {
  const line = part.querySelector("[data-state]");
  line.textContent = text;
  line.classList.toggle("error", isBad);
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}
