// Saves an editor of the studio while it is written, says so, and keeps what could not be saved.
//
// A form with `data-studio` is sent a moment after a change, with the number in its
// `[data-sequence]` field. The answer is HTML: `data-next` is the number of the next save,
// `data-told` what to say, and each `[data-replaces]` replaces what has that id.

const PAUSE = 1500;
const AGAIN = 15000;
const words = document.querySelector("#studio-words")?.dataset ?? {};

class Editor {
  constructor(form) {
    this.form = form;
    this.url = form.action;
    this.key = `cairn-studio:${this.url}`;
    this.state = form.querySelector("[data-state]");
    this.sequence = form.querySelector("[data-sequence]");
    this.conflict = form.querySelector("[data-conflict]");
    this.base = this.values();
    this.isStuck = false;
    this.running = null;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-reloads]")) form.requestSubmit();
    });
    form.addEventListener("submit", (event) => this.leave(event));
    this.conflict.addEventListener("click", (event) => this.choose(event));
  }

  values() {
    const sent = new URLSearchParams(new FormData(this.form));
    sent.delete("sequence");
    sent.delete("csrfmiddlewaretoken");
    return sent.toString();
  }

  get isDirty() {
    return this.values() !== this.base;
  }

  say(text) {
    if (text) this.state.textContent = text;
  }

  changed() {
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  keep() {
    const kept = { values: this.values(), sequence: this.sequence.value };
    try { localStorage.setItem(this.key, JSON.stringify(kept)); } catch { /* full or forbidden */ }
  }

  forget() {
    try { localStorage.removeItem(this.key); } catch { /* forbidden */ }
  }

  restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.key)); } catch { /* not ours */ }
    if (!kept?.values || kept.values === this.base) return this.forget();
    if (kept.sequence !== this.sequence.value) return this.offer(kept.values);
    this.fill(new URLSearchParams(kept.values));
    this.say(words.restored);
    this.timer = setTimeout(() => this.save(), 0);
  }

  // Something newer was saved elsewhere since: say so, and let the author decide.
  offer(values) {
    const box = document.createElement("div");
    box.className = "notice warn stack-s";
    const told = document.createElement("p");
    told.textContent = words.found;
    const shown = document.createElement("div");
    shown.className = "changes";
    shown.textContent = [...new URLSearchParams(values).values()].filter(Boolean).join("\n");
    const use = document.createElement("button");
    use.type = "button";
    use.className = "button quiet small";
    use.textContent = words.use;
    use.addEventListener("click", () => {
      box.remove();
      if ("whole" in this.form.dataset) return this.sendWhole(values);
      this.fill(new URLSearchParams(values));
      this.save();
    });
    box.append(told, shown, use);
    this.conflict.replaceChildren(box);
  }

  // What has another shape than the form on the page is sent as it was kept, and shown anew.
  sendWhole(values) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = this.url;
    const csrf = this.form.elements.csrfmiddlewaretoken.value;
    const sent = [...new URLSearchParams(values), ["sequence", this.sequence.value], ["csrfmiddlewaretoken", csrf]];
    for (const [name, value] of sent) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    this.forget();
    this.form.after(form);
    form.dataset.leaving = "yes";
    form.requestSubmit();
  }

  fill(values) {
    for (const field of this.form.querySelectorAll("[name]:not([type=hidden], button)")) {
      if (field.type === "checkbox") field.checked = values.getAll(field.name).includes(field.value);
      else if (values.has(field.name)) field.value = values.get(field.name);
    }
  }

  save() {
    clearTimeout(this.timer);
    if (this.isStuck || !this.isDirty) return Promise.resolve();
    this.running ??= this.send().finally(() => {
      this.running = null;
      if (this.wasSent !== null && this.isDirty && !this.isStuck) this.changed();
    });
    return this.running;
  }

  async send() {
    const values = (this.wasSent = this.values());
    const body = new FormData(this.form);
    this.say(words.saving);
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST", body, redirect: "manual",
        keepalive: document.visibilityState === "hidden",
        headers: { "HX-Request": "true" },
      });
    } catch {
      return this.later(words.offline);
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return this.later(words.signedOut);
    if (answer.status >= 500) return this.later(words.offline);
    this.hear(answer, parsed(await answer.text()), values);
  }

  later(text) {
    this.say(text);
    this.wasSent = null;
    this.timer = setTimeout(() => this.save(), AGAIN);
  }

  hear(answer, html, values) {
    const root = html.querySelector("[data-next]");
    if (answer.ok && root) {
      this.base = values;
      this.sequence.value = root.dataset.next;
      if (this.isDirty) this.keep(); else this.forget();
      this.say(root.dataset.told);
      this.conflict.replaceChildren();
      replace(html);
      return;
    }
    this.isStuck = true;
    this.newer = root?.dataset.next;
    this.say(root?.dataset.told ?? words.refused);
    this.conflict.replaceChildren(...(root ?? html.body).childNodes);
    this.conflict.scrollIntoView({ block: "nearest" });
  }

  // Somebody else has written: the author says which stands.
  choose(event) {
    const choice = event.target.dataset.keep;
    if (!choice) return;
    if (choice === "other") {
      this.forget();
      this.base = this.values();
      location.reload();
      return;
    }
    this.isStuck = false;
    this.sequence.value = this.newer;
    this.conflict.replaceChildren();
    this.save();
  }

  // A button of the form waits for a save under way, then the form is sent as it stands.
  leave(event) {
    clearTimeout(this.timer);
    if (!navigator.onLine) {
      event.preventDefault();
      this.keep();
      return this.say(words.offline);
    }
    this.forget();
    if (!this.running) return;
    event.preventDefault();
    const button = event.submitter;
    this.running.finally(() => this.form.requestSubmit(button?.isConnected ? button : undefined));
  }
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function replace(html) {
  for (const part of html.querySelectorAll("[data-replaces]")) {
    const place = document.getElementById(part.dataset.replaces);
    place?.replaceChildren(...part.childNodes);
    if (place) window.htmx?.process(place);
  }
}

const editors = [...document.querySelectorAll("[data-studio]")].map((form) => new Editor(form));

// Any other form of the page waits until what was typed is saved, so that nothing is overtaken.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const unsaved = editors.filter((editor) => editor.form !== form && editor.isDirty);
  if (form.matches("[data-studio], #phone form") || form.dataset.leaving || !unsaved.length) return;
  event.preventDefault();
  const button = event.submitter;
  Promise.all(unsaved.map((editor) => editor.save())).finally(() => {
    form.dataset.leaving = "yes";
    form.requestSubmit(button ?? undefined);
  });
});

// Skills are offered by name while one types; taking one fills in where it stands.
const found = new Map();

async function offerSkills(field, list) {
  const words = field.value.trim();
  if (words.length < 3) return;
  let answer;
  try {
    answer = await fetch(`/api/v1/skills?limit=10&q=${encodeURIComponent(words)}`);
  } catch {
    return;
  }
  if (!answer.ok || field.value.trim() !== words) return;
  const { items } = await answer.json();
  for (const skill of items) found.set(skill.name, skill);
  list.replaceChildren(...items.map((skill) => new Option(skill.framework, skill.name)));
}

function takeSkill(field) {
  const skill = found.get(field.value);
  if (!skill) return;
  const values = { target_url: skill.url, target_framework: skill.framework, target_code: skill.code };
  for (const [member, value] of Object.entries(values)) {
    const other = document.getElementById(field.id.replace("target_name", member));
    if (other) other.value = value;
  }
}

for (const field of document.querySelectorAll("[id^='alignments-'][id$='-target_name']")) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-found`;
  field.after(list);
  field.setAttribute("list", list.id);
  field.setAttribute("autocomplete", "off");
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    takeSkill(field);
    timer = setTimeout(() => offerSkills(field, list), 300);
  });
}

addEventListener("online", () => editors.forEach((editor) => editor.save()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") editors.forEach((editor) => editor.save());
});
