// Copies what a field holds, or a text, at the press of a button; a field is selected, to copy by hand.
document.querySelectorAll("[data-copy], [data-copy-text]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy ?? "");
    field?.select();
    try {
      await navigator.clipboard.writeText(field?.value ?? button.dataset.copyText);
    } catch {
      return;
    }
    const status = document.querySelector("[data-copy-status]");
    if (status) status.textContent = button.dataset.done;
  });
});
