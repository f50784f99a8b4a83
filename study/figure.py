"""One figure of the study as it is shown: words, table and drawing from the same snapshot rows."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from study.charts import Bar, Point
from study.figures import cell_text, hidden, n_of, n_of_with_share, number
from study.languages import day_text, spoken

RANKED = {"profile", "skill", "multiple"}


@dataclass(frozen=True)
class Column:
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart with its table: ``base`` says n of N, ``method`` how it was counted."""

    code: str
    title: str
    columns: list[Column]
    rows: list[list[str]]
    sentence: str = ""
    base: str = ""
    method: str = ""
    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def alt(self) -> str:
        """The chart in one line of words; the whole is in the table beside it."""
        drawn = self.bars or self.points
        said = "; ".join(f"{mark.label}: {mark.figure}" for mark in drawn[:4])
        rest = len(drawn) - 4
        if rest > 0:
            said += "; " + _("and %(count)s more in the table") % {"count": rest}
        return f"{self.title}. {said}."


def table_figure(table: dict) -> Figure:
    """Return a result table as a figure: its first counting column is drawn."""
    answers, columns = table["answers"], table["columns"]
    drawn = next((c for c in columns if c["format"] == "count"), columns[0])
    rows = ranked(table["rows"], drawn["code"]) if table["kind"] in RANKED else table["rows"]
    return Figure(
        code=table["code"],
        title=spoken(table["title"]),
        sentence=spoken(table["sentence"]),
        base=base_text(answers, table["population"]),
        method=spoken(table["method"]),
        columns=[Column(""), *(Column(spoken(c["label"]), numeric=True) for c in columns)],
        rows=[
            [
                spoken(row["label"]),
                *(cell_text(row["cells"].get(c["code"]), c["format"], answers) for c in columns),
            ]
            for row in rows
        ],
        bars=bars_of(rows, drawn, answers),
    )


def base_text(answers: int, population: int) -> str:
    return _("n = %(n_of)s companies") % {"n_of": n_of(answers, population)}


def ranked(rows: list[dict], column: str) -> list[dict]:
    """Order rows by the drawn column; hidden ones go last in the order of the vocabulary."""
    return sorted(rows, key=lambda row: -(row["cells"].get(column, {}).get("value") or -1))


def bars_of(rows: list[dict], column: dict, answers: int) -> list[Bar]:
    shown = [(row, row["cells"].get(column["code"])) for row in rows]
    values = [cell["value"] for _row, cell in shown if cell and cell["value"] is not None]
    whole = {"count": answers, "level": 5, "share": 1}.get(column["format"]) or max(values, default=0) or 1
    return [
        Bar(
            spoken(row["label"]),
            bar_text(cell, column, answers),
            None if hidden(cell) else cell["value"] / whole,
        )
        for row, cell in shown
        if cell and (hidden(cell) or cell["value"] is not None)
    ]


def bar_text(cell: dict, column: dict, answers: int) -> str:
    if column["format"] == "count" and not hidden(cell):
        return n_of_with_share(cell["value"], answers)
    return cell_text(cell, column["format"], answers)


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
            Column(_("Source")),
        ],
        rows=[
            [observed_label(o), observed_text(o, indicator), observed_method(o), spoken(o["source"])]
            for o in observations
        ],
        points=[observed_point(o, indicator, first=o is observations[0]) for o in observations]
        if indicator["unit"] == "percent"
        else [],
    )


def observed_label(observation: dict) -> str:
    parts = [observation["geography"], observation["period"]]
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


def supply_figure(supply: dict) -> Figure:
    """Return the published offers by type of provider."""
    return Figure(
        code="supply",
        title=_("Published training offers by type of provider"),
        method=_("Offers published in the catalogue on %(day)s.") % {"day": day_text(supply["as_of"])},
        columns=[Column(""), Column(_("Offers"), numeric=True), Column(_("Providers"), numeric=True)],
        rows=[
            [spoken(row["label"]), number(row["offers"]), number(row["providers"])]
            for row in supply["by_type"]
        ],
        bars=[
            Bar(spoken(row["label"]), n_of(row["offers"], supply["offers"]), row["offers"] / supply["offers"])
            for row in supply["by_type"]
        ],
    )
