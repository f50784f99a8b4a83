"""How the form of a draft's part is laid out: what belongs together, and what is folded away."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _

register = template.Library()
ALWAYS_SAID = ("joined", "where", "on_page", "section", "code", "variable")


@dataclass
class Group:
    """Fields that stand together under one heading."""

    title: str = ""
    pairs: list[tuple[BoundField, BoundField]] = field(default_factory=list)
    fields: list[BoundField] = field(default_factory=list)
    items: list[tuple] = field(default_factory=list)
    conditions: list[tuple] = field(default_factory=list)
    last: BoundField | None = None
    folded: bool = False
    fields_first: bool = False
    about: str = ""
    """What it is for, said above its fields."""

    @property
    def open(self) -> bool:
        """Whether something is said in it, or is wrong; everything has a place and a code."""
        if any(held.initial_form_count() or held.is_bound for _name, _title, held in self.items):
            return True
        bound = [*self.fields, *(each for pair in (*self.pairs, *self.conditions) for each in pair)]
        if self.last is not None:
            bound.append(self.last)
        return any(each.errors or each.name not in ALWAYS_SAID and each.value() for each in bound)

    def __bool__(self) -> bool:
        return bool(self.pairs or self.fields or self.items or self.conditions)


@register.filter
def groups(form) -> Iterator[Group]:
    """Yield the groups of a part's form, in the order they are filled in."""
    main = Group(
        pairs=pairs(form, "title", "message", "label", "intro", "help", "unit", "unit_one", "row_total")
    )
    main.fields = bound(
        form, "essential", "severity", "required", "confirms", "ranks", "min", "max", "rows_if"
    )
    rule = Group(_("Rule"), fields=bound(form, "left", "compared", "right", "number"))
    titles = {"choices": _("Choices"), "rows": _("Rows"), "columns": _("Columns"), "recap": ""}
    lists = [(name, titles[name], held) for name, held in getattr(form, "items", {}).items()]
    recap = Group(
        _("Totals played back"),
        items=[held for held in lists if held[0] == "recap"],
        folded=True,
        about=_(
            "Figures that the company has given on earlier pages, shown on this one so that it can see "
            "whether they are right, such as “People in all: 12”."
        ),
    )
    lists = [held for held in lists if held[0] != "recap"]
    way_out = Group(_("If there is no answer"), pairs(form, "way_out_label"), bound(form, "way_out"))
    way_out.folded = way_out.fields_first = True
    more = Group(_("More about it, to be unfolded"), pairs(form, "why", "includes", "excludes"), folded=True)
    place = Group(_("Where it stands"), fields=bound(form, "where"))
    technical = Group(
        _("Place and code"), fields=bound(form, "on_page", "section", "code", "variable"), folded=True
    )
    expression = Group(_("The rule as an expression"), fields=bound(form, "rule"), folded=True)
    yield from filter(
        None,
        [
            main,
            rule,
            Group(items=lists),
            place,
            way_out,
            more,
            recap,
            condition_group(form),
            expression,
            technical,
        ],
    )


def condition_group(form) -> Group | None:
    if "joined" not in form.fields:
        return None
    return Group(
        _("When it is asked"),
        fields=bound(form, "joined"),
        conditions=form.condition_rows,
        last=form["expression"],
        folded=True,
    )


def pairs(form, *names: str) -> list[tuple[BoundField, BoundField]]:
    return [(form[f"{name}_es"], form[f"{name}_en"]) for name in names if f"{name}_es" in form.fields]


def bound(form, *names: str) -> list[BoundField]:
    return [form[name] for name in names if name in form.fields]
