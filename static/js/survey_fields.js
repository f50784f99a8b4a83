// A page's answers by field name: what the form holds now, and putting another value there.

const ENVELOPE = new Set(
  "csrfmiddlewaretoken revision request_id then back definition declared idempotency_key".split(" "),
);

const isAnswer = (name) => name && !ENVELOPE.has(name) && !/^(because|right)--/.test(name);

export function read(form) {
  const values = {};
  for (const field of form.elements) {
    if (!isAnswer(field.name)) continue;
    values[field.name] ??= [];
    const counts = field.type === "checkbox" || field.type === "radio" ? field.checked : field.value !== "";
    if (counts) values[field.name].push(field.value);
  }
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.join("\n")]));
}

// The server's value of a field, written as `read` writes it: text, a list, or a ticked box.
export function plain(value) {
  if (value === true) return "on";
  return Array.isArray(value) ? value.join("\n") : String(value ?? "");
}

export function write(form, name, value) {
  const chosen = new Set(value === "" ? [] : value.split("\n"));
  for (const field of form.elements) {
    if (field.name !== name) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = chosen.has(field.value);
    else field.value = value;
  }
  form.dispatchEvent(new CustomEvent("answers-written", { bubbles: true }));
}

export function bodyOf(form, requestId) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (isAnswer(name)) body.append(name, value);
  body.set("revision", form.elements.revision.value);
  body.set("definition", form.elements.definition.value);
  body.set("request_id", requestId);
  return body;
}
