// Warns before the session ends, prolongs it while somebody is at the page, and says when it has ended.
const QUIET = 60_000;
const RETRY = 5000;

const place = document.querySelector("[data-session]");
const part = (name) => place.querySelector(`[data-session-${name}]`);
const lead = Number(place?.dataset.warning) * 1000;
let quiet = QUIET;
let ends = 0;
let contact = 0;
let timer = 0;
let asking = null;
let token = place?.dataset.token;
let refused = false;
let over = false;

function open(dialog, time = "") {
  const text = dialog.querySelector("[data-session-text]");
  if (text) text.textContent = text.dataset.sessionText.replace("{time}", time);
  if (!dialog.open) dialog.showModal();
}

function close() {
  place.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
}

function wake(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(() => ask("GET"), Math.max(milliseconds, 0));
}

// Another tab may have prolonged the session, or shown anew whose it is: the server knows.
async function request(method) {
  const headers = { Accept: "application/json" };
  if (method === "POST") headers["X-CSRFToken"] = token;
  contact = Date.now();
  let answer;
  try {
    answer = await fetch(place.dataset.session, { method, headers });
  } catch {
    return wake(RETRY);
  }
  if (answer.status === 403 || answer.status === 404) return end(method);
  if (!answer.ok) return wake(RETRY);
  const state = await answer.json();
  const { left, final } = state;
  token = state.token;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  if (method === "POST") refused = false;
  ends = Date.now() + left * 1000;
  const time = new Date(ends).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  if (over) document.dispatchEvent(new Event("survey:back"));
  over = false;
  if (left * 1000 > lead) {
    close();
    return wake(left * 1000 - lead);
  }
  part("ended").close();
  open(part(final ? "final" : "warning"), time);
  wake(left * 1000);
}

function ask(method) {
  if (asking && method === "POST") return asking.then(() => ask(method));
  asking ??= request(method).finally(() => (asking = null));
  return asking;
}

function end(method) {
  // A POST is refused too for a token that signing in elsewhere has replaced; looking brings the new one.
  if (method === "POST" && !refused) {
    refused = true;
    setTimeout(() => ask("GET").then(() => over || ask("POST")));
    return;
  }
  // Said once; whoever closes it may go on typing, and is let in again once another tab has shown who it is.
  if (!over) {
    close();
    open(part("ended"));
  }
  over = true;
  wake(RETRY);
}

function active() {
  if (place.querySelector("dialog[open]") || Date.now() - contact < quiet) return;
  ask("POST");
}

if (place) {
  const left = Number(place.dataset.left) * 1000;
  quiet = Math.min(QUIET, left / 20);
  contact = Date.now();
  wake(left - lead);
  for (const event of ["keydown", "pointerdown", "input", "focusin"]) addEventListener(event, active, { passive: true });
  // Back from another tab, or from sleep: whatever was planned may be long due.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask(part("warning").open || part("ended").open ? "GET" : "POST");
  });
  part("stay").addEventListener("click", () => ask("POST"));
  part("warning").addEventListener("cancel", () => ask("POST"));
  part("retry").addEventListener("click", () => ask("GET"));
  part("close").addEventListener("click", () => part("final").close());
  document.addEventListener("survey:ended", () => ask("GET"));
}
