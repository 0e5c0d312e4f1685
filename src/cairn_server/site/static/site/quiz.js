// An attempt at a quiz: moves from question to question without a connection, saves every answer
// as it is given, and keeps on this device what could not be saved. The server decides what counts
// and when the time is up; the clock here only shows it.

import { isNumber, responseOf } from "./quiz-answers.js";

const AGAIN = 5000; // milliseconds until what was not sent is tried again
const PAUSE = 900; // after the last key of a text
const SOON = 120; // seconds left from which seconds are shown
const WARNINGS = [300, 60];

const quiz = document.getElementById("quiz");
const words = quiz.dataset;
const key = `cairn-attempt:${words.attempt}`;
const forms = new Map([...quiz.querySelectorAll("form[data-number]")].map((form) => [form.dataset.number, form]));
const kept = read();
let isSending = false;
let timer = 0;

function read() {
  try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
}

function write() {
  try {
    if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  } catch { /* full or forbidden: what is on the page is still sent */ }
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : quiz.querySelector("[name=csrfmiddlewaretoken]").value;
}

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const at = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function say(number, text) {
  const state = forms.get(number)?.querySelector("[data-state]");
  if (state && state.textContent !== text) state.textContent = text;
}

// ------------------------------------------------------------------ answers

// The answer of a form became another one: give it the next number, keep it, send it soon.
function changed(number, pause) {
  const form = forms.get(number);
  const answer = responseOf(form.dataset.kind, form);
  if (!fits(form, answer)) return;
  const last = kept[number] ?? { answer: JSON.parse(form.dataset.saved), sequence: Number(form.dataset.sequence) };
  if (same(answer, last.answer)) return;
  kept[number] = { answer, sequence: Math.max(last.sequence, Number(form.dataset.sequence)) + 1 };
  write();
  mark(number, answer);
  say(number, words.saving);
  clearTimeout(timer);
  timer = setTimeout(flush, pause);
}

// On the way to 3.5 there is "3."; what was saved before stands until there is a number again.
function fits(form, answer) {
  return answer === null || form.dataset.kind !== "numeric" || isNumber(answer.text);
}

function mark(number, answer) {
  const form = forms.get(number);
  form.querySelector("[data-take-back]").hidden = answer === null;
  form.dataset.answered = answer === null ? "" : "yes";
  form.querySelector("[name=sequence]").value = (kept[number]?.sequence ?? Number(form.dataset.sequence)) + 1;
  const progress = document.getElementById("quiz-progress");
  progress.value = [...forms.values()].filter((one) => one.dataset.answered).length;
}

// Send what is kept, one after the other; true once nothing is left.
async function flush() {
  clearTimeout(timer);
  if (isSending) return false;
  isSending = true;
  let again = 0;
  for (const number of Object.keys(kept)) again = Math.max(again, await send(number));
  isSending = false;
  if (again) timer = setTimeout(flush, again);
  waiting();
  return Object.keys(kept).length === 0;
}

// Send one answer; the milliseconds until it should be tried again, or 0.
async function send(number) {
  const { answer, sequence } = kept[number];
  let reply;
  try {
    reply = await fetch(`${words.api}/answers/${number}`, {
      method: "PUT", body: JSON.stringify({ answer, sequence }), redirect: "manual",
      keepalive: document.visibilityState === "hidden",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
  } catch {
    return later(number, words.offline);
  }
  if ([401, 403].includes(reply.status)) return later(number, words.signedOut);
  if (reply.status >= 500 || reply.status === 429 || reply.type === "opaqueredirect") return later(number, words.offline);
  const told = await reply.json().catch(() => ({}));
  return hear(number, sequence, reply, told);
}

function later(number, text) {
  say(number, text);
  return AGAIN;
}

async function hear(number, sequence, reply, told) {
  const isNewest = kept[number]?.sequence === sequence;
  if (reply.ok && told.counts) return stored(number, told, isNewest);
  if (reply.ok || told.code === "stale_answer") return adopt(number);
  if (told.code === "attempt_over") return over();
  if (reply.status === 404) return later(number, words.signedOut); // signed in as somebody else
  if (!isNewest) return 1;
  delete kept[number];
  write();
  if (forms.has(number)) mark(number, JSON.parse(forms.get(number).dataset.saved));
  say(number, told.detail ?? "");
  return 0;
}

function stored(number, told, isNewest) {
  const form = forms.get(number);
  if (form) {
    form.dataset.sequence = told.sequence;
    if (isNewest) form.dataset.saved = JSON.stringify(kept[number].answer);
  }
  if (!isNewest) return 1; // it changed while it was sent
  const { answer } = kept[number];
  delete kept[number];
  write();
  say(number, answer === null ? words.takenBack : words.saved?.replace("{t}", at(told.saved_at)));
  return 0;
}

// Somebody saved a newer answer elsewhere: that one counts, so that one is shown.
async function adopt(number) {
  delete kept[number];
  write();
  const reply = await fetch(words.api, { headers: { Accept: "application/json" } }).catch(() => null);
  const shown = reply?.ok && (await reply.json()).questions.find((one) => String(one.number) === number);
  const form = forms.get(number);
  if (!shown || !form) return 0;
  form.dataset.sequence = shown.sequence;
  form.dataset.saved = JSON.stringify(shown.answer);
  fill(form, shown.answer);
  mark(number, shown.answer);
  say(number, words.newer);
  return 0;
}

function over() {
  for (const number of Object.keys(kept)) delete kept[number];
  write();
  location.assign(words.overview);
  return 0;
}

function fill(form, answer) {
  const chosen = [answer?.option, ...(answer?.options ?? [])];
  for (const box of form.querySelectorAll("[name=option]")) box.checked = chosen.includes(box.value);
  for (const side of form.querySelectorAll("select")) side.value = answer?.pairs?.[side.name.slice(5)] ?? "";
  const text = form.querySelector("[name=text]");
  if (text) text.value = answer?.text ?? "";
}

function waiting() {
  const line = document.getElementById("quiz-waiting");
  line.hidden = Object.keys(kept).length === 0;
  line.textContent = line.hidden ? "" : words.waiting;
}

// What this device had not been able to send when the page was left.
function restore() {
  for (const [number, form] of forms) {
    form.dataset.saved = JSON.stringify(responseOf(form.dataset.kind, form));
    form.dataset.answered = form.dataset.saved === "null" ? "" : "yes";
    if (!kept[number]) continue;
    if (kept[number].sequence > Number(form.dataset.sequence)) {
      fill(form, kept[number].answer);
      mark(number, kept[number].answer);
    }
  }
  if (Object.keys(kept).length) flush();
}

// ------------------------------------------------------------------ from question to question

function show(number, isNew = true) {
  for (const [one, form] of forms) form.hidden = one !== number;
  const form = forms.get(number);
  if (isNew) history.pushState({ number }, "", `${words.questions}${number}/`);
  document.title = document.title.replace(/\d+/, number);
  form.querySelector("h1").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

function shown() {
  return [...forms].find(([, form]) => !form.hidden)?.[0];
}

function go(form, way) {
  const number = form.dataset.number;
  changed(number, 0);
  if (way === "clear") {
    fill(form, null);
    changed(number, 0);
    return;
  }
  if (!fits(form, responseOf(form.dataset.kind, form))) {
    say(number, words.number);
    form.querySelector("[name=text]").focus();
    return;
  }
  const next = String(Number(number) + (way === "back" ? -1 : 1));
  if (forms.has(next)) show(next);
  else leave(words.overview);
}

// The overview counts what the server has: first let it have everything.
async function leave(place) {
  if (Object.keys(kept).length) {
    while (isSending) await new Promise((done) => setTimeout(done, 50));
    if (!(await flush())) return;
  }
  location.assign(place);
}

for (const form of forms.values()) {
  form.addEventListener("change", () => changed(form.dataset.number, 0));
  form.addEventListener("input", (event) => {
    if (event.target.name === "text") changed(form.dataset.number, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(form, event.submitter?.value ?? "next");
  });
}
quiz.querySelector(".leave").addEventListener("click", (event) => {
  if (!forms.size || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  changed(shown(), 0);
  leave(event.currentTarget.href);
});
addEventListener("popstate", (event) => {
  const number = event.state?.number ?? location.pathname.match(/(\d+)\/$/)?.[1];
  if (forms.has(number)) show(number, false);
});
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && shown()) {
    changed(shown(), 0);
    flush();
  }
});

// ------------------------------------------------------------------ the clock

const clock = document.getElementById("quiz-clock");
const end = Date.now() + Number(clock.dataset.secondsLeft) * 1000;

function tick() {
  const left = Math.max(Math.round((end - Date.now()) / 1000), 0);
  const isSoon = left < SOON;
  clock.classList.toggle("soon", isSoon);
  const text = isSoon ? clock.dataset.seconds.replace("{n}", left) : clock.dataset.minutes.replace("{n}", Math.round(left / 60));
  if (clock.textContent !== text) clock.textContent = text;
  if (WARNINGS.includes(left)) {
    const told = document.getElementById("quiz-told");
    if (told) told.textContent = clock.dataset.warning.replace("{n}", left / 60);
  }
  if (left > 0) return;
  clearInterval(ticking);
  // beyond the grace that the server gives what is on its way
  flush().finally(() => setTimeout(() => location.assign(clock.dataset.over), 7000));
}

const ticking = setInterval(tick, 1000);
if (forms.size) {
  restore();
} else {
  // the overview was made before the server had everything
  if (Object.keys(kept).length) flush().then((isAll) => isAll && location.reload());
  quiz.querySelector("form").addEventListener("submit", (event) => {
    if (!Object.keys(kept).length) return;
    event.preventDefault();
    flush().then((isAll) => isAll && location.reload());
  });
}
waiting();
