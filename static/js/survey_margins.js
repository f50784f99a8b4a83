// A table's row totals, margins and row rules, worked out again with every figure; the server has the last word.
import { cellsOf, figure, inWords, placeOf, total } from "./survey_table.js";

const STANDS = {
  less_than: (a, b, t) => a < b + t,
  at_most: (a, b, t) => a <= b + t,
  equals: (a, b, t) => Math.abs(a - b) <= t + 1e-9,
  at_least: (a, b, t) => a >= b - t,
  more_than: (a, b, t) => a > b - t,
};
const RECKON = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => (b ? a / b : null),
};

const fill = (text, values) => text.replace(/\{(\w+)(?:\|[^{}]*)?\}/g, (_, name) => values[name] ?? "…");

function watch(grid, rules) {
  const form = grid.closest("form");
  const rows = [...grid.tBodies[0].rows];
  const fields = rows.flatMap(cellsOf);
  const lines = grid.parentElement.querySelector("[data-margins]");
  const said = grid.parentElement.querySelector("[data-grid-said]");
  const summed = grid.dataset.totalOf?.split(" ") ?? [];
  let news = "";

  const read = (field) => figure(field.value);

  function cells(expression, row) {
    const within = expression.rows === "own" ? cellsOf(row) : fields;
    return within.filter((field) => {
      const [rowCode, col] = placeOf(field);
      const inRow = expression.rows === "own" || !expression.rows.length || expression.rows.includes(rowCode);
      return inRow && (!expression.cols.length || expression.cols.includes(col));
    });
  }

  function evaluate(expression, row) {
    if ("number" in expression) return expression.number;
    if ("of_row" in expression) return expression.of_row[placeOf(cellsOf(row)[0])[0]] ?? null;
    if ("field" in expression) return figure(form?.elements[expression.field]?.value ?? "");
    if ("cols" in expression) return total(cells(expression, row).filter((f) => f.classList.contains("figure")).map(read));
    const parts = expression.parts.map((part) => evaluate(part, row));
    if (expression.operator === "sum") return total(parts);
    return parts.reduce((a, b) => (a === null || b === null ? null : RECKON[expression.operator](a, b)));
  }

  function margin(rule) {
    const [typed, limit] = [evaluate(rule.left), evaluate(rule.right)];
    const left = typed ?? 0;
    let state = typed === null ? "empty" : "open";
    if (limit !== null) {
      if (left > limit + rule.tolerance && !["at_least", "more_than"].includes(rule.operator)) state = "over";
      else if (left < limit - rule.tolerance && !["at_most", "less_than"].includes(rule.operator)) state = typed === null ? "ahead" : "short";
      else state = Math.abs(left - limit) <= rule.tolerance ? "even" : "within";
    }
    const difference = inWords(Math.abs(left - (limit ?? 0)));
    const words = { what: rule.what, left: inWords(left), limit: inWords(limit ?? 0), difference };
    return { state, text: fill(lines.dataset[state], words) };
  }

  function broken(rule, row) {
    const [left, limit] = [evaluate(rule.left, row), evaluate(rule.right, row)];
    if (left === null || limit === null || STANDS[rule.operator](left, limit, rule.tolerance)) return "";
    const label = row.querySelector(".answer-grid__row")?.textContent ?? "";
    return fill(rule.message, {
      left: inWords(left),
      limit: inWords(limit),
      difference: inWords(Math.abs(left - limit)),
      row: label,
    });
  }

  function refresh() {
    const changed = [];
    for (const rule of rules.filter((one) => !one.each)) {
      const line = lines.children[rule.line];
      const { state, text } = margin(rule);
      if (line.textContent !== text) changed.push(text);
      line.textContent = text;
      line.className = `margins__line margins__line--${state}`;
    }
    for (const row of rows) {
      const texts = rules.filter((rule) => rule.each).map((rule) => broken(rule, row)).filter(Boolean);
      let note = row.querySelector(".answer-grid__rule");
      if (!note && texts.length) {
        note = document.createElement("span");
        note.className = "answer-grid__rule";
        row.querySelector("th").append(note);
      }
      if (note && note.textContent !== texts.join(" ")) {
        note.textContent = texts.join(" ");
        changed.push(...texts);
      }
      const cell = row.querySelector("[data-row-total]");
      if (cell) {
        const sum = total(cellsOf(row).filter((field) => summed.includes(placeOf(field)[1])).map(read));
        cell.textContent = sum === null ? "" : inWords(sum);
      }
    }
    const grand = grid.querySelector("[data-grand-total]");
    if (grand) {
      const sum = total(fields.filter((field) => summed.includes(placeOf(field)[1])).map(read));
      grand.textContent = sum === null ? "" : inWords(sum);
    }
    if (changed.length) news = changed.join(" ");
  }

  grid.addEventListener("input", refresh);
  // Told once a figure is whole, not with each of its digits.
  grid.addEventListener("change", () => {
    refresh();
    if (news) said.textContent = news;
    news = "";
  });
  form?.addEventListener("input", (event) => grid.contains(event.target) || refresh());
  form?.addEventListener("answers-written", refresh);
  refresh();
  news = "";
}

for (const grid of document.querySelectorAll("table[data-rules]")) {
  if (grid.closest("form")) watch(grid, JSON.parse(grid.dataset.rules));
}
