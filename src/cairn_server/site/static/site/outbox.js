// Answers that could not be delivered yet: kept in IndexedDB on this phone, sent later, in any
// order and as often as needed. The id of each is made here, so that twice is once.

const NAME = "cairn";
const FINAL = [200, 201, 404, 409, 422]; // nothing better will come of sending it again
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "id" });
      request.result.createObjectStore("kept", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function within(store, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const remember = (key, value) => within("kept", "readwrite", (store) => store.put({ key, value }));
export const recalled = async (key) => (await within("kept", "readonly", (store) => store.get(key)))?.value;
const waiting = () => within("outbox", "readonly", (store) => store.getAll());
const drop = (id) => within("outbox", "readwrite", (store) => store.delete(id));

// UUIDv7: 48 bits of milliseconds, version, 74 random bits (RFC 9562).
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now();
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(time / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const line = () => document.getElementById("outbox");
const learner = () => line()?.dataset.learner ?? "";

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"];
}

export async function keep(record) {
  await within("outbox", "readwrite", (store) => store.put({ learner: learner(), ...record }));
  await show();
}

// The calm line: how many answers wait here; nothing once there are none.
export async function show(justSent = false) {
  const place = line();
  if (!place) return;
  const answers = (await mine()).filter((record) => record.kind === "review").length;
  const { one, many, none, sent } = place.dataset;
  if (answers) place.textContent = answers === 1 ? one : many.replace("#", answers);
  else if (!navigator.onLine) place.textContent = none;
  else if (justSent) place.textContent = sent;
  place.hidden = !answers && navigator.onLine && !justSent;
}

// What was answered before anybody was known here goes to whoever learns here now.
async function mine() {
  const records = await waiting();
  return records.filter((record) => !record.learner || !learner() || record.learner === learner());
}

// Asked while a delivery is under way, which may have begun without a connection: once more after it.
let flushing;
let again = false;
export function flush() {
  again = Boolean(flushing);
  flushing ??= deliver().finally(async () => {
    flushing = undefined;
    if (again && (await mine()).length) await flush();
  });
  return flushing;
}

async function deliver() {
  if (!token()) return;
  const records = (await mine()).filter((record) => !record.learner || record.learner === learner());
  records.sort((a, b) => (a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind === "review" ? -1 : 1));
  let sent = 0;
  try {
    for (const record of records) {
      const status = record.kind === "review" ? await sendReview(record) : await sendProgress(record);
      if (!FINAL.includes(status)) break;
      await drop(record.id);
      sent++;
    }
  } catch {
    // no connection: everything stays for the next time
  }
  await show(sent > 0 && sent === records.length);
}

async function sendReview(record) {
  const { id, version, rating, response, replaces, at } = record;
  const body = { review_id: id, reviewed_at: at, response };
  if (rating) body.rating = rating;
  if (replaces) body.replaces = replaces;
  const answer = await fetch(`/api/v1/learning/items/${version}/reviews`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), "Idempotency-Key": id },
    body: JSON.stringify(body),
  });
  return answer.status === 401 ? sendFirst(record) : answer.status;
}

// Nobody learns in this session yet: the first answer makes a guest, at the page's own address.
async function sendFirst({ id, version, rating, response, replaces, at }) {
  if (replaces) return 401;
  const form = new URLSearchParams({ review_id: id, reviewed_at: at });
  if (rating) form.set("rating", rating);
  if (response.option) form.set("option", response.option);
  for (const option of response.options ?? []) form.append("option", option);
  for (const [left, right] of Object.entries(response.pairs ?? {})) form.set(`pair-${left}`, right);
  if (response.text) form.set("text", response.text);
  const answer = await fetch(`/learn/items/${version}/reviews/`, {
    method: "POST", headers: { "X-CSRFToken": token(), "HX-Request": "true" }, body: form,
  });
  return answer.status;
}

async function sendProgress({ unit, cards }) {
  const answer = await fetch(`/learn/units/${unit}/progress/`, {
    method: "POST",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    body: new URLSearchParams({ cards }),
  });
  return answer.status;
}

const MOST_STOCKED = 2000; // more than anybody recalls before the next connection

// What may be asked without a connection: fetched while there is one.
export async function stockUp() {
  if (!learner() || !navigator.onLine) return;
  try {
    const cards = [];
    let after = "";
    do {
      const answer = await fetch(`/api/v1/learning/due?limit=200${after}`);
      if (!answer.ok) return;
      const { items, next_cursor: next } = await answer.json();
      cards.push(...items.map((item) => item.card));
      after = next ? `&cursor=${next}` : "";
    } while (after && cards.length < MOST_STOCKED);
    await remember("due", cards);
  } catch {
    // the next page tries again
  }
}

addEventListener("online", () => flush());
addEventListener("offline", () => show());
if (line()) flush().then(stockUp);
