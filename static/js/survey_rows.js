// On a phone a table is gone through row by row; it stays one form, and all rows can be seen at once.
import { boxesOf, cellsOf } from "./survey_table.js";

const NARROW = matchMedia("(max-width: 47.99em)");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function button(className, text, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

function steps(grid) {
  const rows = [...grid.tBodies[0].rows];
  if (rows.length < 2) return;
  const words = grid.dataset;
  let at = Math.max(0, rows.findIndex(isWrong));
  let single = true;

  const bar = document.createElement("nav");
  bar.className = "row-steps";
  bar.setAttribute("aria-label", words.rows);
  const list = document.createElement("ol");
  list.className = "row-steps__list";
  const place = document.createElement("p");
  place.className = "row-steps__place";
  place.setAttribute("role", "status");
  const chips = rows.map((row, number) => {
    const item = document.createElement("li");
    const chip = button("row-steps__row", number + 1, () => go(number));
    item.append(chip);
    list.append(item);
    return chip;
  });
  const back = button("btn btn-outline-secondary", words.back, () => go(at - 1));
  const next = button("btn btn-outline-secondary", words.next, () => go(at + 1));
  const turns = document.createElement("div");
  turns.className = "row-steps__turns";
  turns.append(back, next);
  const toggle = button("btn btn-link", words.all, () => {
    single = !single;
    show();
    toggle.focus();
  });
  bar.append(list, place, toggle);
  grid.before(bar);
  grid.after(turns);

  function isWrong(row) {
    return Boolean(row.querySelector(".question__error, [aria-invalid='true'], .answer-grid__rule:not(:empty)"));
  }

  const nameOf = (row) => row.querySelector(".answer-grid__row").textContent;

  function stateOf(row) {
    if (isWrong(row)) return "wrong";
    const isFilled = (field) =>
      field.type === "checkbox" ? boxesOf(field).some((box) => box.checked) : field.value !== "";
    return cellsOf(row).some(isFilled) ? "filled" : "empty";
  }

  function tell() {
    rows.forEach((row, number) => {
      const state = stateOf(row);
      chips[number].dataset.state = state;
      chips[number].setAttribute("aria-label", `${number + 1}. ${nameOf(row)}: ${words[state]}`);
      if (number === at) chips[number].setAttribute("aria-current", "step");
      else chips[number].removeAttribute("aria-current");
    });
  }

  function show() {
    const narrow = NARROW.matches;
    const one = narrow && single;
    bar.hidden = !narrow;
    turns.hidden = list.hidden = place.hidden = !one;
    toggle.textContent = single ? words.all : words.one;
    rows.forEach((row, number) => (row.hidden = one && number !== at));
    place.textContent = fill(words.place, { number: at + 1, total: rows.length });
    back.disabled = at === 0;
    next.disabled = at === rows.length - 1;
    tell();
  }

  function go(number, field) {
    at = Math.min(Math.max(number, 0), rows.length - 1);
    show();
    (field ?? cellsOf(rows[at])[0]).focus();
    bar.scrollIntoView({ block: "nearest" });
  }

  // A link to a field, of the list of errors above, opens the row that holds it.
  document.addEventListener("click", (event) => {
    const hash = event.target.closest?.("a[href*='#']")?.hash;
    const field = hash ? document.getElementById(hash.slice(1)) : null;
    const number = field ? rows.findIndex((row) => row.contains(field)) : -1;
    if (number < 0 || !NARROW.matches || !single) return;
    event.preventDefault();
    go(number, field);
  });
  grid.addEventListener("input", tell);
  grid.addEventListener("change", () => setTimeout(tell));
  grid.closest("form").addEventListener("answers-written", tell);
  NARROW.addEventListener("change", show);
  show();
}

for (const grid of document.querySelectorAll("form table[data-grid]")) steps(grid);
