// Lets the keyboard reach what scrolls sideways, and only while it does.
function refresh(region) {
  const caption = region.querySelector("caption");
  if (region.scrollWidth > region.clientWidth) {
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    if (caption) region.setAttribute("aria-label", caption.textContent.trim());
    else region.setAttribute("aria-label", document.title);
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
