// Saves a page while it is filled in. What cannot be sent waits on the page, never in the browser's storage.
import { bodyOf, plain, read, write } from "./survey_fields.js";
import { show } from "./survey_clashes.js";

const TYPING = 1500;
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;

const form = document.querySelector("form[data-autosave]");
const note = form?.querySelector("[data-autosave-note]");
const saved = document.querySelector(".survey-bar__saved");
let synced = form ? read(form) : {};
const stored = { ...synced }; // As the server writes it: 1000 where 1.000 was typed.
let unsent = null; // The request that got no answer: sent again as it was, so that it counts once.
let flight = null;
let timer = 0;
let wait = FIRST_RETRY;
let stopped = false;
let leaving = false;

const dirty = (now = read(form)) => Object.keys(now).filter((name) => now[name] !== synced[name]);

function say(text) {
  if (saved) saved.hidden = true;
  note.hidden = !text;
  note.textContent = text;
}

const count = (text) => text.replace("{number}", dirty().length);

function later(milliseconds) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(flush, milliseconds);
}

function again(text) {
  say(count(text));
  later(wait);
  wait = Math.min(wait * 2, LAST_RETRY);
}

// What was sent as it still stands is saved; fields nobody touched here take what others have answered.
function sync(state, sent = {}) {
  const now = read(form);
  const wrong = new Set(state.wrong);
  for (const [name, value] of Object.entries(state.fields)) {
    const held = plain(value);
    if (now[name] === synced[name]) {
      if (held !== stored[name]) write(form, name, (synced[name] = held));
    } else {
      synced[name] = now[name] === sent[name] && !wrong.has(name) ? now[name] : held;
    }
    stored[name] = held;
  }
}

async function send() {
  unsent ??= { values: read(form), body: bodyOf(form, crypto.randomUUID()) };
  const { values, body } = unsent;
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let answer;
  try {
    answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return again(form.dataset.offline);
  }
  if (answer.status >= 500 || answer.status === 429) return again(form.dataset.waiting);
  if (answer.status === 404 || answer.status === 403) {
    document.dispatchEvent(new Event("survey:ended"));
    return again(form.dataset.ended);
  }
  unsent = null;
  wait = FIRST_RETRY;
  const state = await answer.json();
  say(state.note);
  if (answer.status === 409) return clash(state);
  if (!answer.ok) return void (stopped = true);
  form.elements.revision.value = state.revision;
  sync(state, values);
  // What the server could not read stays to be corrected; it is sent again with the next change.
  if (dirty().some((name) => read(form)[name] !== values[name])) later(TYPING);
}

function clash(state) {
  stopped = true;
  const open = new Set(state.clashes.map(({ fields }) => fields[0]));
  const mine = read(form);
  sync(state);
  show(form, state.clashes, (fields, takesTheirs) => {
    for (const field of fields) write(form, field, takesTheirs ? (synced[field] = stored[field]) : mine[field]);
    open.delete(fields[0]);
    if (open.size) return;
    form.elements.revision.value = state.revision;
    stopped = false;
    later(0);
  });
}

function flush() {
  clearTimeout(timer);
  if (stopped || (!unsent && !dirty().length)) return Promise.resolve();
  flight ??= send().finally(() => (flight = null));
  return flight;
}

if (form) {
  form.addEventListener("input", () => later(TYPING));
  form.addEventListener("change", () => later(200));
  addEventListener("online", () => flush());
  document.addEventListener("survey:back", () => flush());
  // The page in the other language shows what is saved: what is not yet goes first.
  document.querySelectorAll("header a[hreflang]").forEach((link) =>
    link.addEventListener("click", async (event) => {
      if (!unsent && !dirty().length) return;
      event.preventDefault();
      await flush();
      if (!unsent && !dirty().length) location.assign(link.href);
    }),
  );
  // Whatever is on its way arrives first; then the page saves as it does without a script.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!leaving && (flight || unsent)) {
      event.preventDefault();
      await flush();
      if (!unsent) form.requestSubmit(event.submitter);
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      return again(form.dataset.offline);
    }
    leaving = true;
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && (unsent || dirty().length)) event.preventDefault();
  });
}
