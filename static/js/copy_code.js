// Copies what a field holds at the press of its button; without a clipboard the field is selected to copy by hand.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return;
    }
    const status = document.querySelector("[data-copy-status]");
    if (status) status.textContent = button.dataset.done;
  });
});
