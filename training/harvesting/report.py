"""What a visit did, in words for the panel."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from training.enums import HarvestState, SourceState
from training.models import Edition, HarvestRun, HarvestSource, Offer

from .items import reason_of

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
    return [
        (label_of(name), *("" if value is None else value for value in pair)) for name, pair in fields.items()
    ]


def label_of(name: str) -> str:
    """Return what a field is called on the screen; before it stands the run it belongs to, if any."""
    run, _mark, field = name.rpartition(" · ")
    model = Edition if run else Offer
    label = str(model._meta.get_field(field).verbose_name)
    return f"{run} · {label}" if run else label


def shown_problems(run: HarvestRun) -> list[tuple[str, str, str]]:
    return [(row["where"], reason_of(row["code"]), row["detail"]) for row in run.problems]


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
