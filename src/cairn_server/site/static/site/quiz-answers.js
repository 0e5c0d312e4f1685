// What the fields of a question of an attempt hold, in the form in which an answer is sent.

// The answer; null where the fields were left empty.
export function responseOf(kind, form) {
  const data = new FormData(form);
  if (kind === "choice") return data.get("option") ? { option: data.get("option") } : null;
  if (kind === "choices") {
    const options = data.getAll("option");
    return options.length ? { options } : null;
  }
  if (kind === "matching") {
    const pairs = [...data].filter(([name, right]) => name.startsWith("pair-") && right);
    return pairs.length ? { pairs: Object.fromEntries(pairs.map(([name, right]) => [name.slice(5), right])) } : null;
  }
  const text = (data.get("text") ?? "").trim();
  return text ? { text } : null;
}

// Whether a text is one number, with a point or a comma.
export function isNumber(text) {
  return /^[+\-\u2212]?(\d{1,30}([.,]\d{0,30})?|[.,]\d{1,30})([eE][+-]?\d{1,3})?$/.test(text.replace(/[\u00a0\u202f]/g, ""));
}
