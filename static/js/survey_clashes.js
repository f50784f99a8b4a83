// Two people wrote the same answer: both are shown beside its question, and one of them is chosen.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function button(text, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn btn-outline-secondary";
  element.textContent = text;
  element.addEventListener("click", act, { once: true });
  return element;
}

export function show(form, clashes, choose) {
  const place = form.querySelector("[data-autosave-clashes]");
  place.replaceChildren(
    ...clashes.map((clash) => {
      const box = document.createElement("section");
      box.className = "clash";
      const title = document.createElement("h2");
      title.className = "clash__question";
      title.textContent = clash.question;
      const words = document.createElement("p");
      words.textContent = fill(form.dataset.clash, clash);
      const settle = (theirs) => () => {
        box.remove();
        choose(clash.fields, theirs);
      };
      box.append(title, words, button(form.dataset.mine, settle(false)), button(form.dataset.theirs, settle(true)));
      return box;
    }),
  );
  place.querySelector("button")?.focus();
}
