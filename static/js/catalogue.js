// Keeps the catalogue's drawer and the focus as the visitor left them when htmx swaps the form around them.
const open = new Set();
let focused = "";
const compared = new Set();

const boxes = () => document.querySelectorAll("input[form=compare]");

// What is marked to compare asks nothing of the list, and stays marked while the list changes.
document.addEventListener(
  "change",
  (event) => {
    const box = event.target;
    if (box.getAttribute("form") !== "compare") return;
    event.stopPropagation();
    if (box.checked) compared.add(box.value);
    else compared.delete(box.value);
  },
  true,
);

// "See 23 offers" closes the drawer; what was asked for is read next.
let leaves = false;
document.addEventListener("click", (event) => {
  const drawer = document.getElementById(event.target.closest?.("[data-closes]")?.dataset.closes ?? "");
  leaves = Boolean(drawer?.open);
  if (leaves) drawer.open = false;
});

// On a phone the keyboard hides what was found: once somebody has searched, it goes and the results come.
const phone = matchMedia("(max-width: 47.99em)");
let searched = false;
document.addEventListener("submit", ({ target }) => (searched = phone.matches && target.id === "catalogue"), true);
document.addEventListener("input", () => (searched = false));

document.addEventListener("htmx:beforeSwap", () => {
  open.clear();
  document.querySelectorAll("details[data-keeps-open][open]").forEach((drawer) => open.add(drawer.id));
  focused = document.activeElement?.id ?? "";
});

document.addEventListener("htmx:afterSwap", () => {
  boxes().forEach((box) => (box.checked = compared.has(box.value)));
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  // A live region speaks only if it was on the page before; the count's heading is new each time.
  const status = document.querySelector("[data-catalogue-status]");
  if (status) status.textContent = document.querySelector(".catalogue__count")?.textContent ?? "";
  if (leaves || searched) {
    leaves = false;
    const count = document.querySelector(".catalogue__count");
    count?.focus({ preventScroll: searched });
    if (searched) count?.scrollIntoView();
    return;
  }
  // htmx looks for the focused field itself, but cannot reach it inside a closed drawer.
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
});
