// The one widget of jQuery UI that modeltranslation needs, in place of the copy it would load from a
// content network: language tabs over translated fields. Named in the setting JQUERY_UI_URL.
(function ($) {
  function activate($tabs, wanted) {
    const $items = $tabs.find("> ul > li");
    const index = Math.max(0, Math.min(wanted || 0, $items.length - 1));
    $items.each(function (position) {
      const chosen = position === index;
      const $link = $(this).toggleClass("ui-tabs-active ui-state-active", chosen).find("a");
      $link.attr({ "aria-selected": chosen, tabindex: chosen ? 0 : -1 });
      document.getElementById($link.attr("aria-controls")).hidden = !chosen;
    });
    $tabs.trigger("tabsactivate", { newTab: $items.eq(index) });
  }

  function build($tabs, active) {
    $tabs.addClass("ui-tabs ui-widget");
    $tabs.find("> ul").addClass("ui-tabs-nav").attr("role", "tablist");
    const $items = $tabs.find("> ul > li").attr("role", "presentation");
    $items.each(function (index) {
      const $link = $(this).find("a");
      const panel = $link.attr("href").slice(1);
      $link.attr({ id: panel + "-tab", role: "tab", "aria-controls": panel });
      $(document.getElementById(panel)).attr({ role: "tabpanel", "aria-labelledby": panel + "-tab" });
      $link.on("click", function (event) {
        event.preventDefault();
        activate($tabs, index);
      });
      $link.on("keydown", function (event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = (index + step + $items.length) % $items.length;
        activate($tabs, next);
        $items.eq(next).find("a").trigger("focus");
      });
    });
    activate($tabs, active);
  }

  $.fn.tabs = function (command, option, value) {
    return this.each(function () {
      if (command === "option") {
        if (option === "active" && value !== undefined) activate($(this), value);
      } else {
        build($(this), command && command.active);
      }
    });
  };
})(window.jQuery || window.django.jQuery);
