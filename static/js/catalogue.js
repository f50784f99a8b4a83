// Keeps the catalogue's drawer and the focus as the visitor left them when htmx swaps the form around them.
const open = new Set();
let focused = "";

document.addEventListener("htmx:beforeSwap", () => {
  open.clear();
  document.querySelectorAll("details[data-keeps-open][open]").forEach((drawer) => open.add(drawer.id));
  focused = document.activeElement?.id ?? "";
});

document.addEventListener("htmx:afterSwap", () => {
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  // A live region speaks only if it was on the page before; the count's heading is new each time.
  const status = document.querySelector("[data-catalogue-status]");
  if (status) status.textContent = document.querySelector(".catalogue__count")?.textContent ?? "";
  // htmx looks for the focused field itself, but cannot reach it inside a closed drawer.
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
});
