// What the scripts of a table of figures share: its fields, and a figure as the server reads it.

// One field for each cell: of boxes to tick, the first.
export const cellsOf = (row) => [...row.cells].map((cell) => cell.querySelector("input, select")).filter(Boolean);

export const boxesOf = (field) => (field.type === "checkbox" ? [...field.closest("td").querySelectorAll("input")] : []);

// A mark before exactly three figures groups thousands.
export function figure(text) {
  const plain = text.trim().replace(/[\s\u00a0\u202f'’]/g, "");
  if (/^\d{1,3}([.,]\d{3})+$/.test(plain)) return Number(plain.replace(/[.,]/g, ""));
  return /^\d+([.,]\d{1,2})?$/.test(plain) ? Number(plain.replace(",", ".")) : null;
}

// The codes of a field's row and column, which its name ends with.
export const placeOf = (field) => field.name.split("--").slice(1);

export const total = (figures) => {
  const known = figures.filter((value) => value !== null);
  return known.length ? Math.round(known.reduce((a, b) => a + b, 0) * 1e4) / 1e4 : null;
};

export const inWords = (value) =>
  value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
