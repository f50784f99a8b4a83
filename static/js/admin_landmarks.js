// What screen readers need and the admin theme does not say: where the page's parts begin, and names.
function nameLandmarks() {
  (document.getElementById("main") ?? document.querySelector("#page > div"))?.setAttribute("role", "main");
  document.getElementById("nav-sidebar-inner")?.setAttribute("aria-label", document.title.split("|").pop().trim());
}

// Two rows of tabs on one page are told apart by what stands in them.
function nameTabs() {
  for (const tabs of document.querySelectorAll("nav:not([aria-label])")) {
    const words = [...tabs.querySelectorAll("a")].map((link) => link.textContent.replace(/\s+/g, " ").trim());
    const name = words.filter(Boolean).slice(0, 3).join(", ");
    if (name) tabs.setAttribute("aria-label", name);
  }
}

// Every scrolling box calls itself a region of the same name; a region nobody can tell apart helps nobody.
function quietScrollingBoxes() {
  for (const box of document.querySelectorAll(".simplebar-content-wrapper[role=region]")) {
    box.removeAttribute("role");
    box.removeAttribute("aria-label");
  }
}

// The boxes that select2 draws in the place of a menu have no name of their own.
function nameChoices() {
  for (const container of document.querySelectorAll(".select2-container")) {
    const menu = container.parentElement.querySelector("select");
    // textContent, because the label may stand in a tab that is not shown.
    const label = document.querySelector(`label[for="${menu?.id}"]`)?.textContent.replace("*", "").trim();
    const name = label || menu?.getAttribute("aria-label") || menu?.name || "";
    for (const field of container.querySelectorAll(".select2-search__field, [role=combobox], [role=textbox]")) {
      if (field.matches("[role=combobox], [role=textbox]")) field.removeAttribute("aria-labelledby");
      if (!field.ariaLabel) field.setAttribute("aria-label", name);
    }
  }
}

// In a table of fields the column's heading is the label; a heading without words is none.
function nameTableFields() {
  for (const table of document.querySelectorAll("table:has(tr.form-row)")) {
    const headings = [...table.querySelectorAll("thead th")];
    for (const heading of headings) if (!heading.textContent.trim()) heading.setAttribute("role", "presentation");
    for (const field of table.querySelectorAll("td :is(input:not([type=hidden]), select, textarea)")) {
      if (field.labels?.length || field.ariaLabel) continue;
      const heading = headings[field.closest("td").cellIndex]?.textContent.trim();
      if (heading) field.setAttribute("aria-label", heading);
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  nameLandmarks();
  nameTabs();
  nameTableFields();
});
window.addEventListener("load", () => {
  quietScrollingBoxes();
  nameChoices();
  // The boxes are drawn when their scripts come to it, and anew for each row that is added.
  new MutationObserver(nameChoices).observe(document.body, { childList: true, subtree: true });
});
