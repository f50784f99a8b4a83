"""Context indicators as figures: dated points that nothing joins."""

from django.utils.translation import gettext as _

from study.charts import Point
from study.languages import day_text, spoken
from study.shown.figure import Column, Figure, Note
from study.wording import number


def context_figure(indicator: dict) -> Figure:
    """Return a context indicator: one point an observation, a rule where the series breaks."""
    observations = indicator["observations"]
    return Figure(
        code=f"context-{indicator['code']}",
        title=spoken(indicator["name"]),
        base=spoken(indicator["population"]),
        method=spoken(indicator["method"]),
        columns=[
            Column(_("Territory and period")),
            Column(_("Value"), numeric=True),
            Column(_("Method")),
        ],
        rows=[[observed_label(o), observed_text(o, indicator), observed_method(o)] for o in observations],
        points=[observed_point(o, indicator, first=o is observations[0]) for o in observations]
        if indicator["unit"] == "percent"
        else [],
        notes=[observed_note(o) for o in observations],
    )


def observed_note(observation: dict) -> Note:
    """Return where a figure comes from, what to beware of, and when its source was checked."""
    checked = observation["source_checked_on"]
    parts = [
        f"{observed_label(observation)}: {spoken(observation['source'])}",
        spoken(observation["note"]).rstrip("."),
        _("source checked on %(day)s") % {"day": day_text(checked)} if checked else "",
    ]
    return Note(". ".join(part for part in parts if part) + ".", observation["source_url"])


def observed_label(observation: dict) -> str:
    parts = [spoken(observation["territory"]), spoken(observation["period"])]
    return " · ".join(part for part in parts if part)


def observed_text(observation: dict, indicator: dict) -> str:
    value = observation["value"]
    return f"{number(value, 0 if value == int(value) else 1)} {spoken(indicator['unit_label'])}"


def observed_method(observation: dict) -> str:
    method = spoken(observation["method_version"])
    if observation["breaks_series"]:
        return " · ".join(
            part for part in (method, _("new method: not comparable with what comes before")) if part
        )
    return method


def observed_point(observation: dict, indicator: dict, *, first: bool) -> Point:
    broken = observation["breaks_series"] and not first
    return Point(
        observed_label(observation),
        observed_text(observation, indicator),
        observation["value"] / 100,
        emphasis=observation["is_baseline"],
        break_label=_("New method: not comparable") if broken else "",
    )
