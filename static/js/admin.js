// Two habits of the admin panel's libraries write inline styles, which the content policy refuses.
// Runs after htmx and before Alpine; see docs/decisions/0003-admin-csp.md.
htmx.config.includeIndicatorStyles = false;

// Alpine sets an object property by property, and a string as a style attribute.
document.addEventListener("alpine:init", () => {
  document
    .getElementById("changelist-actions")
    ?.setAttribute("x-bind:style", "{ width: changeListWidth + 'px' }");
});

// Unfold writes the name of a chosen file into a box that only its own fields have; others have none.
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("input[type=file].register__file")) field.hasChangeListener = true;
});
