"""What a visit did, in words for the panel."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from training.enums import HarvestState, SourceState
from training.models import Edition, HarvestRun, HarvestSource, Offer
from training.provenance import EDITION_FIELDS, OFFER_FIELDS

from .items import ItemTrouble, reason_of

RUN_MARK = " · "
WHATS = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "left_out": gettext_lazy("left out"),
}


@dataclass(frozen=True)
class ShownChange:
    """One offer of a report: what became of it, and each field before and after."""

    name: str
    what: str
    offer: int | None
    fields: list[tuple[str, object, object]]
    held: list[tuple[str, object, object]]
    skills: int


def shown_changes(run: HarvestRun) -> list[ShownChange]:
    """Offers that a test made are gone again, so they have no page to lead to."""
    kept = set() if run.is_test else {row["offer"] for row in run.changes}
    there = set(Offer.objects.filter(pk__in=kept - {None}).values_list("pk", flat=True))
    return [
        ShownChange(
            row["name"],
            str(WHATS.get(row["what"], row["what"])),
            row["offer"] if row["offer"] in there else None,
            shown_fields(row["fields"]),
            shown_fields(row["held"]),
            row["skills"],
        )
        for row in run.changes
    ]


def shown_fields(fields: dict[str, list]) -> list[tuple[str, object, object]]:
    """Return label, value before and value after, in the order of an offer's form, its runs last."""
    rows = sorted((place_of(name), name) for name in fields)
    return [(label_of(name), *(words_of(name, value) for value in fields[name])) for _place, name in rows]


def place_of(name: str) -> tuple[str, int]:
    run, _mark, field = name.rpartition(RUN_MARK)
    known = EDITION_FIELDS if run else OFFER_FIELDS
    return run, known.index(field) if field in known else len(known)


def column_of(name: str) -> Field | None:
    """Return the field of an offer, or of the run that is named before it."""
    run, _mark, field = name.rpartition(RUN_MARK)
    for model in (Edition,) if run else (Offer, Edition):
        if field in {column.name for column in model._meta.fields}:
            return model._meta.get_field(field)
    return None


def label_of(name: str) -> str:
    """Return what a field is called on the screen; before it stands the run it belongs to, if any."""
    run, _mark, field = name.rpartition(RUN_MARK)
    column = column_of(name)
    label = str(column.verbose_name) if column else field
    return f"{run}{RUN_MARK}{label}" if run else label


def words_of(name: str, value: object) -> object:
    """Return a value as people read it: the words of a choice, a list in one line, nothing for unknown."""
    if value is None:
        return ""
    column = column_of(name)
    if isinstance(value, list):
        words = dict(column.base_field.flatchoices) if isinstance(column, ArrayField) else {}
        return ", ".join(str(words.get(each, each)) for each in value)
    return dict(column.flatchoices).get(value, value) if column and column.choices else value


def shown_problems(run: HarvestRun) -> list[tuple[str, str, str]]:
    return [(row["where"], reason_of(row["code"]), shown_detail(row)) for row in run.problems]


def shown_detail(row: dict[str, str]) -> str:
    field, mark, value = row["detail"].partition(": ")
    if row["code"] == ItemTrouble.BAD_VALUE and mark:
        return f"{label_of(field)}: {value}"
    return row["detail"]


def summary(run: HarvestRun) -> str:
    """Say in one line what a visit came to."""
    if run.is_active:
        if run.total:
            return _("Reading: page %(done)s of %(total)s") % {"done": run.done, "total": run.total}
        return str(run.get_state_display())
    if run.state == HarvestState.FAILED:
        return reason_of(run.trouble) + (f" ({run.trouble_detail})" if run.trouble_detail else "")
    seen = ngettext("%(count)s offer seen", "%(count)s offers seen", run.seen) % {"count": run.seen}
    if run.state == HarvestState.ALARM:
        return f"{seen}; " + _("%(count)s in the last good visit. Nothing was changed.") % {
            "count": run.expected
        }
    return f"{seen}: " + _(
        "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(gone)s not seen any more"
    ) % {
        "new": run.new,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "gone": run.gone,
    }


def health(source: HarvestSource, run: HarvestRun | None) -> tuple[str, str]:
    """Return the badge of a source: how it is now, by its newest visit."""
    if source.state != SourceState.APPROVED:
        return "idle", str(source.get_state_display())
    if run is None:
        return "idle", _("not visited yet")
    if run.is_active:
        return "running", str(run.get_state_display())
    if run.state == HarvestState.ALARM:
        return "alarm", _("alarm")
    return ("alarm", _("failed")) if run.state == HarvestState.FAILED else ("good", _("good"))
