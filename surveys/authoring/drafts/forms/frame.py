"""The forms of what stands around the questions: the questionnaire, its sections and pages, its checks."""

import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from surveys.authoring.drafts.rules import COMPARED, parts_of, rule_of, table_of_row
from surveys.instrument.rules import parse_rule

from .expression import expression_field, read_expression
from .figure import Figure
from .part import PartForm
from .played_back import totals_of
from .words import add_words, need_words, put, words_in

SEVERITIES = [
    ("soft", gettext_lazy("Doubts it: the company corrects it or says why it is right")),
    ("hard", gettext_lazy("Stops it: the answers cannot be sent like that")),
]
RULE_EXAMPLE = {"left": {"variable": "leavers"}, "at_most": {"variable": "staff"}}


class TitleForm(PartForm):
    """Name the questionnaire and its main sections; its part is the definition without what it is made of."""

    def __init__(self, part: dict, data=None, *, sections=(), **rest):
        self.sections = list(sections)
        super().__init__(part, data, **rest)

    def build(self) -> None:
        add_words(self, "title", _("Title"), self.part.get("title"))
        self.fields["essential"] = forms.MultipleChoiceField(
            label=_("Sections that cannot be missing"),
            required=False,
            choices=self.sections,
            initial=self.part.get("essential", []),
            widget=UnfoldAdminCheckboxSelectMultipleWidget(),
            help_text=_(
                "Answers that nobody sent before the close count if these are complete. "
                "With none of them ticked, all are needed."
            ),
        )

    def clean(self) -> dict:
        need_words(self, "title", _("Write a title; it can be put into the other language later."))
        return super().clean()

    def write(self, part: dict) -> None:
        part["title"] = words_in(self.cleaned_data, "title", part.get("title"))
        if set(chosen := self.cleaned_data["essential"]) != set(part.get("essential", [])):
            put(part, "essential", chosen)


class FrameForm(PartForm):
    """Name a section or a page and say what it is about; a page may play totals back."""

    def __init__(self, part: dict, data=None, *, figures=None, **rest):
        super().__init__(part, data, **rest)
        # Where nothing with a figure is asked before, there is nothing to play back.
        if (offered := list(figures or [])) or part.get("recap"):
            self.items["recap"] = totals_of(part, offered, data)

    def build(self) -> None:
        add_words(self, "title", _("Title"), self.part.get("title"))
        add_words(self, "intro", _("Introduction"), self.part.get("intro"), rows=3)
        self.add_code("code", _("Code"), _("Its name in addresses and exports."))

    def clean(self) -> dict:
        need_words(self, "title", _("Write a title; it can be put into the other language later."))
        return super().clean()

    def write(self, part: dict) -> None:
        part["code"] = self.cleaned_data["code"]
        part["title"] = words_in(self.cleaned_data, "title", part.get("title"))
        put(part, "intro", words_in(self.cleaned_data, "intro", part.get("intro")))
        if totals := self.items.get("recap"):
            put(part, "recap", totals.read(part.get("recap", [])))
        self.write_condition(part)


class CheckForm(PartForm):
    """Write a rule between answers, and what to say where it does not hold."""

    def __init__(self, part: dict, data=None, *, sections=(), figures=(), **rest):
        self.sections, self.figures = sections, list(figures)
        super().__init__(part, data, **rest)

    def build(self) -> None:
        part = self.part
        add_words(
            self,
            "message",
            _("What to say to the company"),
            part.get("message"),
            rows=3,
            help_text=_(
                "Say what does not fit and what to look at. {left} and {limit} put the two figures in, {row} "
                "the row's name: “The profiles add up to {left}, more than your {limit} people.”"
            ),
        )
        self.build_rule()
        self.add_choice("severity", _("What the check does"), SEVERITIES, part.get("severity", "soft"))
        self.add_choice("section", _("Section it belongs to"), self.sections, part.get("section"))
        self.add_code("code", _("Code"))

    def build_rule(self) -> None:
        rule = self.part.get("rule")
        left, compared, right, number = parts_of(rule) or ("", "at_most", "", None)
        is_expression = bool(rule) and parts_of(rule) is None
        offered = dict(self.figures)
        figures = [*self.figures, *((code, code) for code in (left, right) if code and code not in offered)]
        choose = ("", _("choose a figure"))
        self.add_choice("left", _("This figure"), [choose, *figures], left, required=False)
        self.add_choice("compared", _("How they must compare"), COMPARED, compared, required=False)
        self.add_choice(
            "right", _("The other figure"), [("", _("a fixed number")), *figures], right, required=False
        )
        self.fields["number"] = Figure(
            label=_("The fixed number"), initial=number, help_text=_("Such as 40; only for a fixed number.")
        )
        self.fields["rule"] = expression_field(
            _("The rule as an expression"),
            json.dumps(rule, ensure_ascii=False, indent=1) if is_expression else "",
            _(
                "Rarely needed: for arithmetic and for the last edition. Where something stands here, the "
                "choices above do not count. Questions are named by their codes, such as %(example)s"
            )
            % {"example": json.dumps(RULE_EXAMPLE)},
            rows=6,
        )

    def add_choice(
        self, name: str, label: object, choices, initial: object, *, required: bool = True
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            initial=initial,
            required=required,
            widget=UnfoldAdminSelectWidget(),
        )

    def clean_rule(self) -> dict | None:
        return read_expression(self.cleaned_data["rule"], parse_rule, RULE_EXAMPLE)

    def clean(self) -> dict:
        cleaned = super().clean()
        need_words(self, "message", _("Write what the company reads when the rule does not hold."))
        if "rule" in self.errors or cleaned.get("rule"):
            return cleaned
        table = table_of_row(cleaned.get("left", ""))
        if not cleaned.get("left"):
            self.add_error("left", _("Choose the figure that the rule is about."))
        elif table_of_row(cleaned.get("right", "")) and not table:
            self.add_error(
                "right", _("A row's figure compares with another of its row: choose one above too.")
            )
        elif not cleaned.get("right") and cleaned.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("Write the figure to compare with."))
        if table:
            self.ask_for_the_row(cleaned)
        return cleaned

    def ask_for_the_row(self, cleaned: dict) -> None:
        """Whoever reads the message has many rows before them."""
        for language, text in words_in(cleaned, "message").items():
            if text and "{row}" not in text:
                self.add_error(f"message_{language}", _("Write {row} where the row's name goes."))

    def write(self, part: dict) -> None:
        cleaned = self.cleaned_data
        part |= {name: cleaned[name] for name in ("code", "section", "severity")}
        built = (cleaned["left"], cleaned["compared"] or "at_most", cleaned["right"], cleaned["number"])
        part["rule"] = cleaned["rule"] or rule_of(*built)
        part["message"] = words_in(cleaned, "message", part.get("message"))
