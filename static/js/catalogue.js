// Keeps the catalogue's drawer as the visitor left it when htmx swaps the form around it.
const open = new Set();

document.addEventListener("htmx:beforeSwap", () => {
  open.clear();
  document.querySelectorAll("details[data-keeps-open][open]").forEach((drawer) => open.add(drawer.id));
});

document.addEventListener("htmx:afterSwap", () => {
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
});
