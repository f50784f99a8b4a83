// Lets the keyboard reach what scrolls sideways, and only while it does.
function refresh(region) {
  const caption = region.querySelector("caption") ?? region.closest("figure")?.querySelector("figcaption");
  if (region.scrollWidth > region.clientWidth) {
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", (caption?.textContent ?? document.title).trim());
  } else {
    region.removeAttribute("tabindex");
    region.removeAttribute("role");
    region.removeAttribute("aria-label");
  }
}

const watcher = new ResizeObserver((entries) => entries.forEach((entry) => refresh(entry.target)));
const watchAll = (root) => root.querySelectorAll("[data-scroll-region]").forEach((region) => watcher.observe(region));

watchAll(document);
document.addEventListener("htmx:load", (event) => watchAll(event.target));
