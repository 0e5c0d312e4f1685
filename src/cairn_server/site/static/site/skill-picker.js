// Lets somebody find a skill by its words where they would have to type its name and address.
//
// An input for the name of a skill (`[data-skill="name"]`, or a name ending in `target_name`)
// becomes a combobox over GET /api/v1/skills; picking one fills the other inputs of the same
// `[data-skill-picker]`, group or fieldset: url, framework, code, id. Without this script they are
// plain inputs. `#skill-picker-words` holds what is said.

const PAUSE = 250;
const MOST = 12;
const words = document.querySelector("#skill-picker-words")?.dataset ?? {};
let made = 0;

function partOf(box, part) {
  return box.querySelector(`[data-skill="${part}"], input[name$="target_${part}"]`);
}

class Picker {
  constructor(input) {
    this.input = input;
    this.box = input.closest("[data-skill-picker], [role=group], fieldset") ?? input.form;
    this.found = [];
    this.at = -1;
    this.list = document.createElement("ul");
    this.list.id = `skills-found-${made += 1}`;
    this.list.className = "options";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.label ?? input.labels[0]?.textContent ?? "");
    this.list.hidden = true;
    this.said = document.createElement("span");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    input.after(this.list, this.said);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-controls": this.list.id, "aria-expanded": "false",
    })) input.setAttribute(name, value);
    input.addEventListener("input", (event) => { if (event.isTrusted) this.typed(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(Number(option.dataset.at));
    });
  }

  typed() {
    if (this.isPicked) this.fill({}); // another name is another skill
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    const text = this.input.value.trim();
    this.asked?.abort();
    if (text.length < 2) return this.close();
    this.asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: text.slice(0, 200), limit: MOST });
      const answer = await fetch(`/api/v1/skills?${query}`, { signal: this.asked.signal });
      if (answer.ok) this.show((await answer.json()).items);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // offline: what is typed stays
    }
  }

  show(found) {
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((skill, at) => this.option(skill, at)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    const said = found.length ? words.found : words.none;
    this.said.textContent = (said ?? "").replace("0", String(found.length));
  }

  option(skill, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.dataset.at = at;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("strong");
    name.textContent = skill.name;
    const source = document.createElement("small");
    source.textContent = skill.framework;
    option.append(name, " ", source);
    return option;
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.pick(this.at);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && this.found.length) {
      event.preventDefault();
      if (this.list.hidden) this.show(this.found);
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  move(by) {
    const count = this.found.length;
    this.at = this.at < 0 && by < 0 ? count - 1 : (this.at + by + count) % count;
    for (const option of this.list.children) {
      const isHere = Number(option.dataset.at) === this.at;
      option.setAttribute("aria-selected", String(isHere));
      if (isHere) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  pick(at) {
    const skill = this.found[at];
    this.input.value = skill.name;
    this.fill(skill);
    this.found = [];
    this.close();
    this.said.textContent = (words.picked ?? "").replace("…", skill.name);
    this.input.dispatchEvent(new Event("input", { bubbles: true })); // for what saves while typing
    this.input.dispatchEvent(new CustomEvent("skill-picked", { bubbles: true, detail: skill }));
    this.input.focus();
  }

  fill(skill) {
    for (const part of ["url", "framework", "code", "id"]) {
      const input = partOf(this.box, part);
      if (input) input.value = skill[part] ?? "";
    }
    this.isPicked = "url" in skill;
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function begin(root) {
  const inputs = root.querySelectorAll('[data-skill="name"], input[name$="target_name"]');
  for (const input of inputs) {
    if (input.getAttribute("role") !== "combobox") new Picker(input);
  }
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement ?? document));
