// Saves what is typed while it is typed, says so, and keeps what could not be saved on this device.
//
// A part of the page with `data-autosave="address"` is sent there a moment after a change, with the
// number in its `[data-sequence]` field. The answer is HTML: `data-next` is the number of the next
// save, `data-told` what to say, and each `[data-replaces]` in it replaces what has that id.

const PAUSE = 2000;
const AGAIN = 15000;
const words = document.querySelector("#saving-words")?.dataset ?? {};
const savers = [];

class Saver {
  constructor(scope) {
    this.scope = scope;
    this.url = scope.dataset.autosave;
    this.key = `cairn-kept:${this.url}`;
    this.state = scope.querySelector("[data-state]");
    this.sequence = scope.querySelector("[data-sequence]");
    this.conflict = scope.querySelector("[data-conflict]");
    this.base = this.values();
    this.isStuck = false;
    this.running = null;
    this.restore();
    scope.addEventListener("input", (event) => this.changed(event));
    scope.addEventListener("focusout", () => this.isDirty && this.save());
    this.conflict?.addEventListener("click", (event) => this.choose(event));
  }

  fields() {
    return [...this.scope.querySelectorAll("textarea[name], input[type=radio][name]")];
  }

  values() {
    const values = {};
    for (const field of this.fields()) {
      if (field.type !== "radio" || field.checked) values[field.name] = field.value;
    }
    return values;
  }

  fill(values) {
    for (const field of this.fields()) {
      if (field.type === "radio") field.checked = values[field.name] === field.value;
      else if (field.name in values) field.value = values[field.name];
    }
    count(this.scope);
  }

  get isDirty() {
    return !same(this.values(), this.base);
  }

  say(text) {
    if (this.state && text) this.state.textContent = text;
  }

  changed(event) {
    count(this.scope);
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), event.target.type === "radio" ? 0 : PAUSE);
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
    if (!kept?.values || same(kept.values, this.base)) return this.forget();
    if (kept.sequence === this.sequence.value) {
      this.fill(kept.values);
      this.say(words.restored);
      this.timer = setTimeout(() => this.save(), 0);
    } else {
      this.offer(kept.values);
    }
  }

  // Something newer was saved elsewhere since: show what was kept, and let the person decide.
  offer(values) {
    const text = Object.values(values).filter(Boolean).join("\n\n");
    if (!this.conflict || !text) return;
    const box = document.createElement("details");
    box.className = "notice warn";
    const title = document.createElement("summary");
    title.textContent = words.found;
    const shown = document.createElement("div");
    shown.className = "changes";
    shown.textContent = text;
    const use = document.createElement("button");
    use.type = "button";
    use.className = "button quiet small";
    use.textContent = words.use;
    use.addEventListener("click", () => {
      box.remove();
      this.fill(values);
      this.save();
    });
    box.append(title, shown, use);
    this.conflict.replaceChildren(box);
  }

  save() {
    clearTimeout(this.timer);
    if (this.isStuck) return Promise.resolve();
    this.running ??= this.send().finally(() => {
      this.running = null;
      if (this.isDirty && this.sent && !same(this.values(), this.sent)) this.save();
    });
    return this.running;
  }

  async send() {
    if (!this.isDirty) return;
    const values = (this.sent = this.values());
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    body.append(this.sequence.name, this.sequence.value);
    this.say(words.saving);
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST", body, redirect: "manual",
        keepalive: document.visibilityState === "hidden",
        headers: { "X-CSRFToken": token(), "HX-Request": "true" },
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
    this.sent = null;
    this.timer = setTimeout(() => this.save(), AGAIN);
  }

  hear(answer, html, values) {
    const root = html.querySelector("[data-next]");
    if (answer.ok && root) {
      this.base = values;
      this.sequence.value = root.dataset.next;
      if (same(this.values(), values)) this.forget(); else this.keep();
      this.say(root.dataset.told);
      this.conflict?.replaceChildren();
      replace(html);
      return;
    }
    this.isStuck = true;
    this.say(root?.dataset.told ?? words.refused);
    this.newer = root?.dataset.next;
    const told = root ?? (html.querySelector("main") ? null : html.body);
    this.conflict?.replaceChildren(...(told?.childNodes ?? []));
  }

  // Two tabs have written: the person says which text stands.
  choose(event) {
    const choice = event.target.dataset.keep;
    if (!choice) return;
    const other = this.conflict.querySelector("[data-other]").value;
    const area = this.scope.querySelector("textarea[name]");
    this.isStuck = false;
    this.sequence.value = this.newer;
    this.base = { ...this.base, [area.name]: other };
    if (choice === "other") area.value = other;
    this.conflict.replaceChildren();
    count(this.scope);
    if (this.isDirty) this.save(); else this.forget();
    area.focus();
  }
}

function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function replace(html) {
  document.querySelector("[data-until-saved]")?.remove();
  for (const part of html.querySelectorAll("[data-replaces]")) {
    document.getElementById(part.dataset.replaces)?.replaceChildren(...part.childNodes);
  }
}

function count(scope) {
  const place = scope.querySelector("[data-word-count]");
  if (!place) return;
  const text = scope.querySelector("textarea[name]").value.trim();
  const n = text ? text.split(/\s+/).length : 0;
  place.textContent = `${n} ${words.words}`;
}

for (const scope of document.querySelectorAll("[data-autosave]")) savers.push(new Saver(scope));

// A form that is sent waits for a save under way, so that a page never disagrees with itself.
for (const form of document.querySelectorAll("[data-waits-for-saving]")) {
  form.addEventListener("submit", (event) => {
    const busy = savers.filter((saver) => form.contains(saver.scope) && saver.running);
    if (form.dataset.leaving || busy.length === 0) {
      for (const saver of savers) if (form.contains(saver.scope)) clearTimeout(saver.timer);
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    Promise.all(busy.map((saver) => saver.running)).finally(() => {
      form.dataset.leaving = "yes";
      form.requestSubmit(button?.isConnected ? button : form.querySelector("[name=promise]"));
    });
  });
}

addEventListener("online", () => savers.forEach((saver) => saver.save()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") savers.forEach((saver) => saver.isDirty && saver.save());
});
