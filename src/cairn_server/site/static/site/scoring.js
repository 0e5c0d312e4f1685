// Scoring a practice answer on the phone, for feedback without a connection. The server scores
// every delivered answer again; what it says counts.

const NEARLY_ONE = 0.999;

export function responseOf(kind, form) {
  const data = new FormData(form);
  if (kind === "choice") return data.get("option") ? { option: data.get("option") } : null;
  if (kind === "choices") return data.has("option") ? { options: data.getAll("option") } : null;
  if (kind === "matching") {
    const given = [...data].filter(([name, value]) => name.startsWith("pair-") && value);
    return { pairs: Object.fromEntries(given.map(([name, value]) => [name.slice(5), value])) };
  }
  const text = String(data.get("text") ?? "").trim();
  if (kind === "numeric" && numberOf(text) === null) return null;
  return text ? { text } : null;
}

export function pointsOf(card, response) {
  if (card.question === "choice") return weight(card, response.option);
  if (card.question === "choices") return response.options.reduce((sum, id) => sum + weight(card, id), 0);
  if (card.question === "matching") {
    const right = card.pairs.filter((pair) => response.pairs[pair.left] === pair.right).length;
    return right / Math.max(card.pairs.length, 1);
  }
  return Math.max(0, ...accepted(card, response.text).map((answer) => answer.weight));
}

export function outcomeOf(points) {
  return points >= NEARLY_ONE ? "right" : points <= 1 - NEARLY_ONE ? "wrong" : "partial";
}

export function accepted(card, text) {
  if (card.question === "numeric") {
    const number = numberOf(text);
    return card.numbers.filter((one) => number >= one.low - 1e-9 && number <= one.high + 1e-9);
  }
  return card.answers.filter((one) => matches(one, text));
}

function weight(card, id) {
  return card.options.find((option) => option.id === id)?.weight ?? 0;
}

function numberOf(text) {
  const plain = text.replace("\u2212", "-").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

function matches(answer, text) {
  const plain = (words) => words.normalize("NFC").replace(/\s+/g, " ").trim();
  const escaped = plain(answer.text).replace(/[.+?^${}()|[\]]/g, "\\$&");
  const pattern = escaped.replace(/\\\*|\*/g, (star) => (star === "*" ? ".*" : "\\*"));
  return new RegExp(`^${pattern}$`, answer.case ? "su" : "sui").test(plain(text));
}
