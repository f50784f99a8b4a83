// Fills the search box's own list of suggestions while somebody types; the browser shows it.

const PAUSE = 150;
let timer = 0;
let asked = "";

async function fill(box, text) {
  asked = text;
  const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(text)}`);
  if (!answer.ok || asked !== text) return;
  const list = document.getElementById(box.getAttribute("list"));
  list.replaceChildren(
    ...(await answer.json()).suggestions.map((words) => {
      const option = document.createElement("option");
      option.value = words;
      return option;
    }),
  );
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("input[data-suggestions]")) return;
  clearTimeout(timer);
  const text = target.value.trim();
  if (text.length >= 2) timer = setTimeout(() => fill(target, text).catch(() => {}), PAUSE);
});
