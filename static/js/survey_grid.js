// A table of figures takes what is copied from a spreadsheet, and adds its columns up while they are filled in.

import { boxesOf, cellsOf, figure } from "./survey_table.js";

function put(field, text) {
  const boxes = boxesOf(field);
  if (boxes.length) {
    const wanted = text.split(/[,;]/).map((part) => part.trim().toLocaleLowerCase());
    for (const box of boxes) {
      const names = [box.value, box.labels[0]?.textContent ?? ""].map((name) => name.trim().toLocaleLowerCase());
      box.checked = names.some((name) => wanted.includes(name));
    }
    return;
  }
  if (field.tagName !== "SELECT") {
    field.value = text;
    return;
  }
  const wanted = text.toLocaleLowerCase();
  const option = [...field.options].find((o) => [o.value, o.text].some((t) => t.trim().toLocaleLowerCase() === wanted));
  if (option) field.value = option.value;
}

function paste(grid, start, text) {
  const rows = [...grid.tBodies[0].rows].map(cellsOf);
  const first = boxesOf(start)[0] ?? start;
  const top = rows.findIndex((row) => row.includes(first));
  const left = rows[top].indexOf(first);
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  let filled = 0;
  let outside = 0;
  lines.forEach((line, down) =>
    line.forEach((value, right) => {
      const field = rows[top + down]?.[left + right];
      if (!field) outside += 1;
      else {
        put(field, value.trim());
        filled += 1;
      }
    }),
  );
  start.dispatchEvent(new Event("input", { bubbles: true }));
  start.dispatchEvent(new Event("change", { bubbles: true }));
  return { filled, outside };
}

// Enter and the arrows go up and down a column, as in a spreadsheet; lists keep their own arrows.
function move(grid, event) {
  const { key, target } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !target.matches("td input, td select")) return;
  const up = key === "ArrowUp" || (key === "Enter" && event.shiftKey);
  const down = key === "ArrowDown" || (key === "Enter" && !event.shiftKey);
  if ((!up && !down) || (target.tagName === "SELECT" && key !== "Enter")) return;
  // Enter would send the page off from the midst of a table.
  event.preventDefault();
  const rows = [...grid.tBodies[0].rows].filter((row) => !row.hidden).map(cellsOf);
  const field = boxesOf(target)[0] ?? target;
  const at = rows.findIndex((row) => row.includes(field));
  const next = rows[at + (up ? -1 : 1)]?.[rows[at].indexOf(field)];
  next?.focus();
  next?.select?.();
}

function total(grid) {
  const foot = grid.tFoot;
  if (!foot) return;
  const rows = [...grid.tBodies[0].rows].map(cellsOf);
  [...foot.rows[0].cells].slice(1).forEach((cell, column) => {
    if ("grandTotal" in cell.dataset) return;
    const fields = rows.map((row) => row[column]).filter((field) => field?.classList.contains("figure"));
    const known = fields.map((field) => figure(field.value)).filter((value) => value !== null);
    cell.textContent = known.length ? known.reduce((a, b) => a + b).toLocaleString(document.documentElement.lang) : "";
  });
  foot.hidden = false;
}

for (const grid of document.querySelectorAll("table[data-grid]")) {
  const note = grid.parentElement.querySelector("[data-grid-note]");
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim()) || !event.target.matches("input, select")) return;
    event.preventDefault();
    const { filled, outside } = paste(grid, event.target, text);
    const words = outside ? note.dataset.some : note.dataset.all;
    note.textContent = words.replace("{filled}", filled).replace("{outside}", outside);
    note.hidden = false;
  });
  grid.addEventListener("keydown", (event) => move(grid, event));
  const keys = grid.parentElement.querySelector("[data-grid-keys]");
  if (keys) keys.hidden = false;
  grid.addEventListener("input", () => total(grid));
  total(grid);
}
