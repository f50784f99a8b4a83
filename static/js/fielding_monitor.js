// Renews the figures of an edition while its page is in view; without this the page has a link for it.
const SECONDS = 20;
const figures = document.querySelector("[data-live-figures]");

async function renew() {
  if (document.hidden || figures.querySelector("details[open]") || figures.contains(document.activeElement)) return;
  try {
    const answer = await fetch(figures.dataset.liveFigures, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) figures.innerHTML = await answer.text();
  } catch {
    // Away from the network: the figures keep the hour they were counted at.
  }
}

if (figures) setInterval(renew, SECONDS * 1000);
