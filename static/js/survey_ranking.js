// An order of preference: beside each place, buttons move its choice up and down; a choice is offered once.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const labelOf = (field) => (field.value ? field.selectedOptions[0].text : "");

function button(mark) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn btn-outline-secondary ranking__move";
  const sign = document.createElement("span");
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = mark;
  element.append(sign);
  return element;
}

function enhance(list) {
  const fields = [...list.querySelectorAll("select")];
  const note = list.parentElement.querySelector("[data-ranking-note]");
  const moves = [];

  function refresh() {
    const taken = new Set(fields.map((field) => field.value).filter(Boolean));
    for (const field of fields) {
      for (const option of field.options) option.disabled = taken.has(option.value) && option.value !== field.value;
    }
    for (const { element, place, step } of moves) {
      const other = fields[place + step];
      // Kept focusable, so that the focus is not lost at either end; it says that it does nothing.
      element.setAttribute("aria-disabled", String(!fields[place].value || !other?.value));
      element.setAttribute(
        "aria-label",
        fill(step < 0 ? list.dataset.up : list.dataset.down, { choice: labelOf(fields[place]) || place + 1 }),
      );
    }
  }

  function move(place, step) {
    const [from, to] = [fields[place], fields[place + step]];
    if (!from.value || !to?.value) return;
    const values = [from.value, to.value];
    for (const field of [from, to]) for (const option of field.options) option.disabled = false;
    [to.value, from.value] = values;
    refresh();
    note.textContent = fill(list.dataset.moved, { choice: labelOf(to), place: place + step + 1 });
    // The focus goes along with the choice, so that pressing again moves the same one on.
    moves.find((one) => one.place === place + step && one.step === step)?.element.focus();
    to.dispatchEvent(new Event("change", { bubbles: true }));
  }

  fields.forEach((field, place) => {
    const cell = field.parentElement;
    for (const step of [-1, 1]) {
      const element = button(step < 0 ? "↑" : "↓");
      element.hidden = !fields[place + step];
      element.addEventListener("click", () => move(place, step));
      moves.push({ element, place, step });
      cell.append(element);
    }
    field.addEventListener("change", refresh);
  });
  list.closest("form")?.addEventListener("answers-written", refresh);
  list.closest("fieldset.question").addEventListener("change", () => setTimeout(refresh));
  refresh();
}

for (const list of document.querySelectorAll("[data-ranking]")) {
  if (!list.querySelector("select:disabled") && !list.closest("fieldset[disabled]")) enhance(list);
}
