// The editor of a questionnaire's draft: keeps the preview up to date, adds rows to lists, warns before leaving.
const form = document.querySelector("form[data-draft]");
const preview = form?.querySelector("[data-draft-preview]");
const WAIT = 500;
let timer = 0;
let changed = false;
let leaving = false;

// The frame shows what the form says: its own button, pressed for whoever is typing.
function show() {
  const focused = document.activeElement;
  form.requestSubmit(preview);
  focused?.focus();
}

function later() {
  clearTimeout(timer);
  if (preview) timer = setTimeout(show, WAIT);
}

function addRow(list) {
  const total = list.querySelector("[name$='-TOTAL_FORMS']");
  const template = list.querySelector("template[data-items-empty]");
  const row = template.content.cloneNode(true);
  row.querySelectorAll("[name], [id], [for]").forEach((element) => {
    for (const attribute of ["name", "id", "for"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace("__prefix__", total.value));
    }
  });
  total.value = Number(total.value) + 1;
  template.before(row);
  template.previousElementSibling.querySelector("input:not([type=hidden])")?.focus();
}

// Several lines pasted where one goes, such as a column of a spreadsheet: they go where many do.
function pasteLines(event) {
  const box = event.target.closest("[data-items]")?.querySelector("[data-items-pasted]");
  const lines = event.clipboardData.getData("text");
  if (!box || event.target === box || !lines.trim().includes("\n")) return;
  event.preventDefault();
  box.closest("details").open = true;
  box.value = [box.value.trimEnd(), lines.trim()].filter(Boolean).join("\n");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

if (form) {
  if (preview) preview.hidden = true; // Whoever types presses it; without a script people do.
  form.addEventListener("input", (event) => {
    changed = true;
    later();
  });
  document.querySelectorAll("[name=preview_language]").forEach((radio) => radio.addEventListener("change", later));
  form.addEventListener("submit", (event) => {
    if (event.submitter !== preview) leaving = true;
  });
  form.querySelectorAll("[data-items-add]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => addRow(button.closest("[data-items]")));
  });
  form.addEventListener("paste", pasteLines);
  if (form.querySelector("[role=alert]")) {
    changed = true; // What came back with errors is kept nowhere.
    later();
  }
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
}
