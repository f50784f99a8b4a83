"""A snapshot read in one language: the sections, sentences and figures that page and PDF both show."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from study.languages import day_text, spoken
from study.parts.results import DEMAND, SECTOR, TRAINING
from study.shown.context import context_figure
from study.shown.figure import Figure, base_text
from study.shown.gap import gap_figure
from study.shown.plan import plan_table
from study.shown.results import table_figure
from study.shown.supply import supply_figure
from study.wording import n_of, n_of_with_share, number, percent


@dataclass(frozen=True)
class Section:
    """A chapter: what it says in words, then its figures."""

    code: str
    title: str
    paragraphs: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """A sentence with the number it is bound to and the place where the table stands."""

    text: str
    base: str
    anchor: str


def sections_of(payload: dict) -> list[Section]:
    chapters = [
        Section(
            "context",
            _("Context"),
            [_("What official statistics say of the territory. A change of method breaks a series.")],
            [context_figure(indicator) for indicator in payload["context"]],
        ),
        Section("sector", _("The sector"), [], tables(payload, SECTOR)),
        Section("demand", _("What companies ask for"), [], tables(payload, DEMAND)),
        supply_section(payload),
        gap_section(payload),
        plan_section(payload),
    ]
    return [chapter for chapter in chapters if chapter.figures]


def tables(payload: dict, codes: list[str]) -> list[Figure]:
    return [table_figure(payload["tables"][code]) for code in codes if code in payload["tables"]]


def supply_section(payload: dict) -> Section:
    supply = payload["supply"]
    figures = [supply_figure(supply)] if supply["offers"] else []
    return Section(
        "supply", _("What training there is"), [supply_sentence(supply)], figures + tables(payload, TRAINING)
    )


def supply_sentence(supply: dict) -> str:
    offers = ngettext("%(count)s offer", "%(count)s offers", supply["offers"]) % {
        "count": number(supply["offers"])
    }
    providers = ngettext("%(count)s provider", "%(count)s providers", supply["providers"]) % {
        "count": number(supply["providers"])
    }
    return _("The catalogue published %(offers)s of %(providers)s on %(day)s.") % {
        "offers": offers,
        "providers": providers,
        "day": day_text(supply["as_of"]),
    }


def gap_section(payload: dict) -> Section:
    gap = payload["gap"]
    titles = {"profile": _("Profiles: asked for and covered"), "skill": _("Skills: asked for and covered")}
    kinds = {kind: [row for row in gap if row["kind"] == kind] for kind in titles}
    figures = [
        gap_figure(rows, code=f"gap-{kind}", title=titles[kind]) for kind, rows in kinds.items() if rows
    ]
    return Section("gap", _("The gap"), [gap_sentence(gap)] if gap else [], figures)


def gap_sentence(gap: list[dict]) -> str:
    uncovered = sum(row["offers"] == 0 for row in gap)
    return _("Of %(total)s measured needs, %(uncovered)s have no published training that serves them.") % {
        "total": number(len(gap)),
        "uncovered": number(uncovered),
    }


def plan_section(payload: dict) -> Section:
    plan = payload["plan"]
    if not plan or not plan["nodes"]:
        return Section("plan", _("The action plan"))
    summary = spoken(plan["summary"])
    told = [summary] if summary else []
    if plan["progress"] is not None:
        told.append(
            _("On %(day)s the plan was at %(progress)s %% of its actions.")
            % {"day": day_text(plan["as_of"]), "progress": number(plan["progress"])}
        )
    return Section("plan", _("The action plan"), told, [plan_table(plan)])


def findings_of(payload: dict) -> list[Finding]:
    """Return the sentences of the tables, in the order of the chapters; a table may have none."""
    codes = [*SECTOR, *DEMAND, *TRAINING]
    found = [payload["tables"][code] for code in codes if code in payload["tables"]]
    told = [
        Finding(
            spoken(table["sentence"]),
            base_text(table["answers"], table["population"]),
            f"figure-{table['code']}",
        )
        for table in found
        if table["sentence"]
    ]
    if payload["supply"]["offers"]:
        told.append(Finding(supply_sentence(payload["supply"]), "", "supply"))
    if payload["gap"]:
        first = payload["gap"][0]
        told.append(
            Finding(gap_sentence(payload["gap"]), base_text(first["answers"], first["population"]), "gap")
        )
    return told


def method_rows(payload: dict) -> list[tuple[str, str]]:
    """Return the method as label and text."""
    method = payload["method"]
    questionnaire = method["questionnaire"]
    rows = [
        (_("Source"), spoken(method["source"])),
        (_("Population (N)"), f"{number(method['population'])}. {spoken(method['population_text'])}"),
        (_("Answers (n)"), n_of_with_share(method["answers"], method["population"])),
        (_("Companies that agreed to be named"), " · ".join(method.get("participants", []))),
        (_("Reference date"), day_text(method["reference_date"])),
        (_("In the field"), field_period(method)),
        (_("What is not shown"), spoken(method["disclosure"])),
        (_("Percentages"), spoken(method["percentages"])),
        (
            _("Questionnaire"),
            _("%(title)s, version %(version)s")
            % {"title": spoken(questionnaire["title"]), "version": questionnaire["version"]},
        ),
    ]
    return [(label, text) for label, text in rows if text]


def field_period(method: dict) -> str:
    if not method["closed_on"]:
        return day_text(method["opened_on"])
    return _("%(start)s to %(end)s") % {
        "start": day_text(method["opened_on"]),
        "end": day_text(method["closed_on"]),
    }


def figures_of(payload: dict) -> list[Figure]:
    return [figure for section in sections_of(payload) for figure in section.figures]


def answered(payload: dict) -> str:
    method = payload["method"]
    return n_of(method["answers"], method["population"])


@dataclass(frozen=True)
class Stat:
    """A figure that stands alone, with the words and the base it may not be quoted without."""

    value: str
    label: str
    note: str


def stats_of(payload: dict) -> list[Stat]:
    """Return the few figures that head a study: who answered, what comes first, what nothing covers."""
    method = payload["method"]
    reference = day_text(method["reference_date"])
    stats = [
        Stat(
            n_of(method["answers"], method["population"]),
            _("companies answered"),
            " · ".join(
                part for part in (percent(method["answers"], method["population"]), reference) if part
            ),
        )
    ]
    for kind, label in (
        ("profile", _("plan to hire: %(label)s")),
        ("skill", _("need the skill: %(label)s")),
    ):
        first = next((row for row in payload["gap"] if row["kind"] == kind), None)
        if first:
            value = n_of(first["companies"], first["answers"])
            note = _("companies that answered, of %(population)s") % {
                "population": number(first["population"])
            }
            stats.append(Stat(value, label % {"label": spoken(first["label"])}, f"{note} · {reference}"))
    if payload["gap"]:
        uncovered = sum(row["offers"] == 0 for row in payload["gap"])
        offered = _("offers published on %(day)s") % {"day": day_text(payload["supply"]["as_of"])}
        stats.append(
            Stat(n_of(uncovered, len(payload["gap"])), _("measured needs without any training"), offered)
        )
    return stats
