"""What the forms of all parts share: the hash they were opened with, and the condition."""

import copy
import json
from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from surveys.authoring.drafts.conditions import Leaf, condition_of, needs_figure, options, rows_of
from surveys.authoring.drafts.quoting import quotable
from surveys.instrument.conditions import parse_condition
from surveys.instrument.hashing import hash_json
from surveys.instrument.linter.codes import CODE

from .expression import expression_field, read_expression
from .figure import Figure
from .items import Items

CONDITION_ROWS = 4
CONDITION_EXAMPLE = {"all": [{"variable": "staff", "at_least": 10}, {"variable": "hired", "is": "yes"}]}
JOINED = [
    ("all", gettext_lazy("all of these hold")),
    ("any", gettext_lazy("at least one of these holds")),
]


class PartForm(forms.Form):
    """The form of one part; ``read`` returns what it makes of the part, keys it does not know included."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    pairs: list[str] = []

    def __init__(
        self,
        part: dict,
        data=None,
        *,
        earlier: list[dict] | None = None,
        on_this_page: Sequence[dict] = (),
        taken=frozenset(),
        **rest,
    ):
        self.part, self.earlier, self.taken = part, earlier, taken
        self.on_this_page = on_this_page
        super().__init__(data, **rest)
        self.pairs = []
        self.fields["base"].initial = hash_json(part)
        self.items: dict[str, Items] = {}
        self.build()
        if earlier is not None:
            self.build_condition()

    def build(self) -> None:
        raise NotImplementedError

    def write(self, part: dict) -> None:
        raise NotImplementedError

    def read(self) -> dict:
        part = copy.deepcopy(self.part)
        self.write(part)
        return part

    # The lists within the part, each a table of forms of its own.

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(items.is_valid() for items in self.items.values())])

    @property
    def has_wrong_items(self) -> bool:
        return self.is_bound and any(not items.is_valid() for items in self.items.values())

    # The code, which stands for the part in conditions, exports and addresses.

    def add_code(self, name: str, label: object, help_text: object = "", **rest) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            max_length=60,
            initial=self.part.get(name, ""),
            widget=UnfoldAdminTextInputWidget(),
            help_text=help_text,
            **rest,
        )

    def clean_code(self) -> str:
        return self.fitting(self.cleaned_data["code"], self.part.get("code"))

    def fitting(self, code: str, before: str | None) -> str:
        if not CODE.fullmatch(code) or "--" in code:
            raise ValidationError(
                _("Use letters without accents, figures and single hyphens, such as people-now.")
            )
        if code != before and code in self.taken:
            raise ValidationError(_("Another part of the questionnaire has this code; choose another."))
        return code

    # The condition, as rows of "question – is – value" or as an expression.

    def build_condition(self) -> None:
        condition = self.part.get("show_if")
        rows, joined = rows_of(condition) or ([], "all")
        self.is_expression = condition is not None and rows_of(condition) is None
        # Once chosen, only the option is seen: it names its question by itself.
        offered = [
            (label, [(what, f"{label} {asked}") for what, asked in asked_all])
            for label, asked_all in options(self.earlier)
        ]
        choices = [("", "–"), *offered]
        for number in range(CONDITION_ROWS):
            row = rows[number] if number < len(rows) else None
            if row and row.what not in known(choices):
                choices = [*choices, (row.what, row.what.replace("|", " "))]
            self.fields[f"if_{number}"] = forms.ChoiceField(
                label=_("Condition %(number)s") % {"number": number + 1},
                required=False,
                choices=choices,
                initial=row.what if row else "",
                widget=UnfoldAdminSelectWidget(),
            )
            self.fields[f"if_{number}_figure"] = Figure(
                label=_("Figure, if it says “…”"),
                initial=row.figure if row else None,
            )
        self.fields["joined"] = forms.ChoiceField(
            label=_("Ask it if"),
            choices=JOINED,
            initial=joined,
            required=False,
            widget=UnfoldAdminSelectWidget(),
        )
        too_many = len(rows) > CONDITION_ROWS
        self.fields["expression"] = expression_field(
            _("The condition as an expression"),
            json.dumps(condition, ensure_ascii=False) if self.is_expression or too_many else "",
            _(
                "Rarely needed: for what the choices above cannot say. Where something stands here, they do "
                "not count. Questions and choices are named by their codes, such as %(example)s"
            )
            % {"example": json.dumps(CONDITION_EXAMPLE)},
            rows=3,
        )

    @property
    def quotable(self) -> list[tuple[str, str]]:
        """Return how the answers to the questions of earlier pages are written within texts."""
        if self.earlier is None:
            return []
        return list(quotable(asked for asked in self.earlier if asked not in self.on_this_page))

    @property
    def condition_rows(self):
        return [(self[f"if_{number}"], self[f"if_{number}_figure"]) for number in range(CONDITION_ROWS)]

    def clean_expression(self) -> dict | None:
        return read_expression(self.cleaned_data["expression"], parse_condition, CONDITION_EXAMPLE)

    def write_condition(self, part: dict) -> None:
        if self.earlier is None:
            return
        rows, cleaned = [], self.cleaned_data
        for number in range(CONDITION_ROWS):
            if what := cleaned.get(f"if_{number}"):
                rows.append(Leaf(what, cleaned.get(f"if_{number}_figure")))
        condition = cleaned.get("expression") or condition_of(rows, cleaned.get("joined") or "all")
        same_as_before = rows_of(part.get("show_if")) == (rows_of(condition) if condition else ([], "all"))
        if cleaned.get("expression") or not same_as_before or rows_of(part.get("show_if")) is None:
            if condition is None and part.get("show_if", "") is None:
                return
            part.pop("show_if", None)
            if condition:
                part["show_if"] = condition

    def clean(self) -> dict:
        cleaned = super().clean()
        for number in range(CONDITION_ROWS if self.earlier is not None else 0):
            what, figure = cleaned.get(f"if_{number}"), cleaned.get(f"if_{number}_figure")
            if what and needs_figure(what) and figure is None and f"if_{number}_figure" not in self.errors:
                self.add_error(f"if_{number}_figure", _("Write the figure to compare with."))
        return cleaned


def known(choices) -> set[str]:
    return {code for label, offered in choices if isinstance(offered, list) for code, _label in offered}


def plain_number(value: Decimal | None) -> int | float | None:
    """Return a figure as the definition writes it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
