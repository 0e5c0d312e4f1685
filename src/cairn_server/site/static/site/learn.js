// The player. htmx moves from card to card; if the connection goes, the cards that came with the
// page are shown from here and answers are kept in the outbox.

import { flush, keep, newId, recalled, remember, show } from "./outbox.js";
import { accepted, outcomeOf, pointsOf, responseOf } from "./scoring.js";

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const words = read("words") ?? {};
let phone = read("phone");
let recallAt = 0;
let isBack = false;

const player = () => document.getElementById("player");
const main = (html) => Object.assign(document.createElement("div"), { className: "player-main", innerHTML: html });

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : value);
  }
  made.append(...children);
  return made;
}

function rich(name, attributes, html) {
  const made = element(name, attributes);
  made.innerHTML = html; // made safe by the server before it came here
  return made;
}

function focusTitle() {
  player()?.querySelector("h1[tabindex]")?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

function isPlayers(event) {
  return player()?.contains(event.detail.elt) && phone?.cards?.length;
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "player") focusTitle();
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!navigator.onLine && isPlayers(event)) {
    event.preventDefault();
    goOn(event.detail.elt);
  }
});
document.addEventListener("htmx:sendError", (event) => {
  if (isPlayers(event)) goOn(event.detail.elt);
});

// Do here what the server would have done with a form or a link of the player.
function goOn(from) {
  const at = Number(player().dataset.card);
  if (from.matches("form[data-version]")) {
    const card = cardOf(from.dataset.version);
    const rating = Number(document.activeElement?.value) || Number(from.dataset.rated) || undefined;
    if (card) answer(from, card, at, rating);
  } else if (from.querySelector?.('[name="cards"]')) {
    pass(at + 1);
    draw(at + 1);
  } else if (from.querySelector?.('[name="replaces"]')) {
    change(from);
  } else {
    draw(phone.unit ? at + 1 : ++recallAt);
  }
}

function cardOf(version) {
  const number = phone.cards.findIndex((card) => card.version === version);
  if (!phone.unit && number >= 0) recallAt = number;
  return phone.cards[number];
}

function pass(cards) {
  // one record a unit: the furthest card is all that counts
  if (phone.unit) keep({ id: `progress ${phone.unit}`, kind: "progress", unit: phone.unit, cards }).then(flush);
}

async function answer(form, card, at, rating) {
  const isRecall = card.question === "free_recall";
  const response = isRecall ? rating && { rating } : responseOf(card.question, form);
  if (!response) {
    form.reportValidity();
    return;
  }
  const record = {
    id: form.querySelector('[name="review_id"]').value, kind: "review", version: card.version, response,
    at: new Date().toISOString(),
  };
  await keep(record);
  await remember("due", ((await recalled("due")) ?? []).filter((one) => one.version !== card.version));
  drawAnswer(card, record, at);
  pass(at + 1);
  flush();
}

async function change(form) {
  const rating = Number(document.activeElement?.value);
  const before = form.record;
  if (![2, 4].includes(rating) || !before) return;
  await keep({ ...before, id: newId(), rating, replaces: before.id });
  form.replaceWith(words.kept);
  flush();
}

function frame(at, total, ...children) {
  const steps = element("ol", { class: "steps", "aria-hidden": true });
  for (let number = 0; number < total; number++) {
    steps.append(element("li", { class: number < at ? "done" : number === at ? "current" : "" }));
  }
  const head = player().querySelector(".player-head");
  head.children[1].replaceWith(element("div", { role: "img", "aria-label": `${Math.min(at + 1, total)} / ${total}` }, steps));
  player().dataset.card = at;
  player().replaceChildren(head, ...children);
  focusTitle();
}

function draw(at) {
  if (isBack) return location.reload();
  const card = phone.cards[at];
  if (!card) return drawEnd();
  if (card.kind === "question") return drawQuestion(card, at);
  const next = element("button", { class: "button block" }, words.next);
  next.addEventListener("click", () => {
    pass(at + 1);
    draw(at + 1);
  });
  const body = main(`<h1 class="player-title" tabindex="-1"></h1>${card.html}`);
  body.firstChild.textContent = phone.title ?? "";
  return frame(at, phone.cards.length, body, element("div", { class: "player-foot" }, next));
}

function drawQuestion(card, at) {
  const form = element("form", { class: "player-form", "data-version": card.version });
  form.append(element("input", { type: "hidden", name: "review_id", value: newId() }));
  const body = main('<h1 class="visually-hidden" tabindex="-1"></h1>');
  body.firstChild.textContent = words.question;
  body.append(rich("div", { class: "prompt prose", id: "prompt" }, card.prompt), fieldsOf(card, form));
  form.append(body);
  if (card.question !== "free_recall") {
    form.append(element("div", { class: "player-foot" }, element("button", { class: "button block" }, words.answer)));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form, card, at, Number(event.submitter?.value) || undefined);
  });
  frame(at, phone.cards.length, form);
}

function fieldsOf(card) {
  if (card.options.length) {
    const type = card.question === "choice" ? "radio" : "checkbox";
    const labels = card.options.map((option) => element("label", { class: "choice" },
      element("input", { type, name: "option", value: option.id, required: type === "radio" }),
      rich("span", {}, option.text)));
    return element("fieldset", { class: "bare stack-s", "aria-labelledby": "prompt" }, ...labels);
  }
  if (card.pairs.length) return element("div", { class: "stack-s" }, ...card.pairs.map((pair) => pairField(card, pair)));
  if (card.question === "free_recall") return ratingFields(card);
  const label = card.question === "numeric" ? words.your_number : words.your_answer;
  return element("div", { class: "field" }, element("label", { for: "answer" }, label),
    element("input", { id: "answer", name: "text", required: true, autocomplete: "off", maxlength: 2000,
      inputmode: card.question === "numeric" ? "decimal" : undefined }));
}

function pairField(card, pair) {
  const options = card.rights.map((right) => element("option", { value: right.id }, right.text));
  return element("div", { class: "field" }, rich("label", { for: pair.left }, pair.text),
    element("select", { id: pair.left, name: `pair-${pair.left}` }, element("option", { value: "" }, words.choose), ...options));
}

function ratingFields(card) {
  const buttons = words.ratings.map((word, number) =>
    element("button", { class: "button quiet", name: "rating", value: number + 1 }, word));
  return element("details", { class: "model-answer" }, element("summary", {}, words.show_answer),
    rich("div", { class: "prose card sunk" }, card.answer),
    element("p", { class: "rate-title" }, words.how_well), element("div", { class: "rating" }, ...buttons));
}

function drawAnswer(card, record, at) {
  const outcome = card.question === "free_recall" ? "self_rated" : outcomeOf(pointsOf(card, record.response));
  const body = main(`<h1 class="outcome ${outcome}" tabindex="-1"></h1>`);
  body.firstChild.textContent = words.outcomes[outcome];
  body.append(rich("div", { class: "prompt prose" }, card.prompt), ...toldOf(card, record.response));
  if (card.feedback) body.append(rich("div", { class: "prose general" }, card.feedback));
  const next = element("button", { class: "button block" }, words.next);
  next.addEventListener("click", () => draw(phone.unit ? at + 1 : ++recallAt));
  const foot = element("div", { class: "player-foot" }, next, element("small", {}, words.kept));
  if (outcome === "right") foot.append(changeForm(record));
  frame(at, phone.cards.length, body, foot);
}

function changeForm(record) {
  const form = element("form", { class: "cluster" },
    element("button", { class: "link-button", value: 2 }, words.hard), element("button", { class: "link-button", value: 4 }, words.easy));
  form.record = record;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.submitter?.focus();
    change(form);
  });
  return form;
}

function toldOf(card, response) {
  if (card.options.length) {
    const chosen = response.options ?? [response.option];
    return [element("ul", { class: "plain-list stack-s" }, ...card.options.map((option, number) => toldOption(option, number, chosen)))];
  }
  if (card.pairs.length) {
    return [element("ul", { class: "plain-list stack-s" }, ...card.pairs.map((pair) => {
      const isRight = response.pairs[pair.left] === pair.right;
      return told(isRight ? "yes" : "no", isRight ? "✓" : "✕", rich("div", {}, `<strong>${pair.text}</strong><br>${pair.right_text}`));
    }))];
  }
  if (card.question === "free_recall") return [rich("div", { class: "prose card sunk" }, card.answer)];
  const feedback = accepted(card, response.text).map((one) => rich("div", { class: "prose" }, one.feedback));
  const right = card.answers[0]?.text ?? card.numbers[0]?.shown ?? "";
  return [element("p", {}, `${words.you_wrote}: ${response.text}`), element("p", {}, `${words.right_is}: ${right}`), ...feedback];
}

function toldOption(option, number, chosen) {
  const isRight = option.weight > 0;
  const isChosen = chosen.includes(option.id);
  const inside = element("div", {}, rich("span", {}, option.text));
  if (isChosen) inside.append(element("small", { class: "yours" }, words.you_chose));
  if ((isChosen || isRight) && option.feedback) inside.append(rich("small", { class: "why" }, option.feedback));
  const letter = String.fromCharCode(65 + number);
  return told(isRight ? "yes" : isChosen ? "no" : "", isRight ? "✓" : isChosen ? "✕" : letter, inside);
}

function told(state, mark, inside) {
  return element("li", { class: `choice answered ${state}` }, element("span", { class: "mark", "aria-hidden": true }, mark), inside);
}

function drawEnd() {
  const body = main('<h1 tabindex="-1"></h1><p></p>');
  body.firstChild.textContent = words.end_title;
  body.lastChild.textContent = words.end_text;
  const where = phone.unit ? `/learn/units/${phone.unit}/` : "/learn/recall/";
  frame(phone.cards.length, phone.cards.length, body,
    element("div", { class: "player-foot" }, element("a", { class: "button block", href: where }, words.end_link)));
}

// The digits choose, as on paper; Enter answers.
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const option = /^[1-9]$/.test(event.key) && player()?.querySelectorAll('input[name="option"]')[Number(event.key) - 1];
  if (option) option.click();
});

// Remember what was loaded, so that the shell without a connection can go on from it.
async function stock() {
  await remember("words", words);
  if (phone?.unit) await remember(`unit ${phone.unit}`, phone);
  for (const card of phone?.cards ?? []) {
    for (const [, source] of (card.html ?? "").matchAll(/<img src="([^"]+)"/g)) fetch(source).catch(() => {});
  }
}

// In the shell: once the server answers again, the real page takes over between two questions.
async function lookForServer() {
  try {
    isBack = (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    isBack = false;
  }
  if (isBack && !document.querySelector(".player-form")) location.reload();
}

async function beginInShell() {
  const unit = /^\/learn\/units\/([0-9a-f-]+)\//.exec(location.pathname)?.[1];
  Object.assign(words, await recalled("words"));
  const due = (await recalled("due")) ?? [];
  phone = (unit && (await recalled(`unit ${unit}`))) || { unit: null, cards: due };
  addEventListener("online", lookForServer);
  setInterval(lookForServer, 5000);
  show();
  if (phone.cards.length && words.next) draw(Number(new URLSearchParams(location.search).get("card")) || 0);
}

if (player()?.dataset.offline) beginInShell();
else if (phone) stock();
