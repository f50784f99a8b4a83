// Saved offers: in the browser for everybody, with the account for whoever is signed in.
const KEY = "tera.saved";
const MOST = 200;
const link = document.querySelector("[data-saved-link]");
const hasAccount = document.querySelector("[data-account]") !== null;
let saved = [];
let token = "";

function fromBrowser() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function toBrowser(slugs) {
  try {
    if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

function post(url, fields, accept) {
  const body = new URLSearchParams(fields);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: accept } });
}

function show() {
  document.querySelectorAll("[data-save]").forEach((button) => {
    const isSaved = saved.includes(button.dataset.save);
    button.setAttribute("aria-pressed", String(isSaved));
    const text = button.querySelector("[data-save-text]");
    button.dataset.saveWord ??= text.textContent;
    text.textContent = isSaved ? button.dataset.savedText : button.dataset.saveWord;
  });
  const count = link?.querySelector("[data-saved-count]");
  if (!count) return;
  count.hidden = saved.length === 0;
  count.textContent = saved.length ? ` (${saved.length})` : "";
}

async function toggle(button) {
  const slug = button.dataset.save;
  const before = saved;
  saved = saved.includes(slug) ? saved.filter((other) => other !== slug) : [slug, ...saved].slice(0, MOST);
  show();
  let done = false;
  if (token) {
    const response = await post(button.dataset.href, {}, "application/json").catch(() => null);
    done = response?.ok ?? false;
  } else {
    done = toBrowser(saved);
  }
  if (done) return;
  saved = before;
  show();
  location.assign(button.dataset.href);
}

// A link that opens a page becomes a button that acts at once.
function enhance() {
  document.querySelectorAll("a[data-save]").forEach((anchor) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = anchor.className;
    Object.assign(button.dataset, anchor.dataset, { href: anchor.href });
    button.append(...anchor.childNodes);
    button.addEventListener("click", () => toggle(button));
    anchor.replaceWith(button);
  });
  show();
}

async function load() {
  saved = fromBrowser();
  if (!hasAccount || !link) return;
  const response = await fetch(link.dataset.state, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  const state = await response.json();
  if (!state.account) return;
  token = state.token;
  const brought = saved.filter((slug) => !state.slugs.includes(slug));
  if (brought.length) {
    const merged = await post(link.href, brought.map((slug) => ["oferta", slug]), "text/html").catch(() => null);
    if (!merged?.ok) return;
  }
  toBrowser([]);
  saved = [...brought, ...state.slugs];
  if (brought.length && document.querySelector("#saved")) location.reload();
}

async function fill(list) {
  if (!saved.length) return;
  const asked = saved.map((slug) => `${list.dataset.parameter}=${encodeURIComponent(slug)}`).join("&");
  const response = await fetch(`${location.pathname}?${asked}`).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  list.replaceChildren(...page.querySelector("#saved").childNodes);
}

await load();
const list = document.querySelector("[data-saved-list]");
if (list) await fill(list);
enhance();
document.addEventListener("htmx:afterSwap", enhance);
