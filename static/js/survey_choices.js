// "None of these" and "we do not know" exclude the other answers; the server enforces the same.

function settle(changed) {
  const choices = changed.closest("[data-choices]");
  if (!choices || !changed.checked || changed.type !== "checkbox") return;
  const alone = "exclusive" in changed.dataset;
  for (const box of choices.querySelectorAll("input:checked")) {
    if (box !== changed && (alone || "exclusive" in box.dataset)) box.checked = false;
  }
}

// What a choice asks for is shown once it is chosen; what was written stays, and counts only then.
function reveal() {
  for (const words of document.querySelectorAll("[data-words-of]")) {
    if (words.closest("fieldset[disabled]")) continue;
    const boxes = [...words.closest("[data-choices]").querySelectorAll(".choice input")];
    words.hidden = !boxes.some((box) => box.value === words.dataset.wordsOf && box.checked);
  }
}

document.addEventListener("answers-written", reveal);
reveal();

document.addEventListener("change", (event) => {
  const { target } = event;
  settle(target);
  reveal();
  if ("optOut" in target.dataset && target.checked) {
    const question = target.closest(".question");
    for (const field of question.querySelectorAll(".figure-row input, .ranking select")) field.value = "";
  }
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches(".question input.figure, .question select") || !target.value) return;
  const box = target.closest(".question").querySelector("[data-opt-out]");
  if (box) box.checked = false;
});
