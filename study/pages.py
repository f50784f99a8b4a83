"""What the public pages show, put together from snapshots."""

from dataclasses import dataclass

from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import get_language

from actionplan.enums import NodeKind
from actionplan.models import Plan
from study.charts import SVG_HEAD, Size, svg_size
from study.languages import spoken
from study.models import Snapshot
from study.parts.context import context_of
from study.parts.plan import plan_of
from study.reading import Section, findings_of, method_rows, sections_of, stats_of
from study.rendering import PDF_NAME, SVG_TYPE
from study.shown.context import context_figure
from study.shown.figure import Figure
from study.wording import n_of
from tera.text import render_markdown
from training.enums import OfferStatus
from training.models import Offer

PROFILES_ON_HOME = 6
# The sentences the front page repeats, in this order.
FINDINGS_ON_HOME = ("figure-profiles-demand", "figure-skills-demand", "gap")


@dataclass(frozen=True)
class ShownFigure:
    """A figure and the addresses of its drawings; they carry the hash, so a new revision has new ones.

    The drawings are fetched when the reader comes to them; their size keeps their room until then.
    """

    figure: Figure
    image_url: str = ""
    dark_image_url: str = ""
    size: Size | None = None


@dataclass(frozen=True)
class Chapter:
    section: Section
    figures: list[ShownFigure]


@dataclass(frozen=True)
class Wanted:
    """A profile companies ask for, as the front page lists it."""

    code: str
    label: str
    companies: int
    answers: int
    n_of: str


def study_page(snapshot: Snapshot) -> dict:
    """Return the context of the study's page in the active language."""
    payload = snapshot.payload
    return {
        "snapshot": snapshot,
        "edition": payload["edition"],
        "title": spoken(payload["title"]),
        "edition_label": spoken(payload["edition_label"]),
        "introduction": render_markdown(spoken(payload["introduction"])),
        "is_demo": payload["is_demo"],
        "stats": stats_of(payload),
        "findings": findings_of(payload),
        "chapters": chapters_of(snapshot),
        "method": method_rows(payload),
        "questionnaire_sha256": payload["method"]["questionnaire"]["sha256"],
        "pdf_url": reverse("study:study-pdf", args=[payload["edition"]]),
        "pdf_name": PDF_NAME,
    }


def chapters_of(snapshot: Snapshot) -> list[Chapter]:
    sizes = sizes_of(snapshot)
    return [
        Chapter(section, [shown(figure, snapshot, sizes) for figure in section.figures])
        for section in sections_of(snapshot.payload)
    ]


def sizes_of(snapshot: Snapshot) -> dict[str, Size]:
    """Return the size of each drawing in the active language, by file name."""
    drawings = snapshot.renderings.filter(language=get_language()[:2], content_type=SVG_TYPE)
    heads = drawings.values_list("name", Substr("content", 1, SVG_HEAD))
    return {name: size for name, head in heads if (size := svg_size(bytes(head).decode(errors="ignore")))}


def shown(figure: Figure, snapshot: Snapshot, sizes: dict[str, Size]) -> ShownFigure:
    if not figure.is_drawn:
        return ShownFigure(figure)
    urls = (image_url(snapshot, name) for name in (figure.code, f"{figure.code}-dark"))
    return ShownFigure(figure, *urls, size=sizes.get(f"{figure.code}.svg"))


def image_url(snapshot: Snapshot, name: str) -> str:
    path = reverse("study:rendering", args=[snapshot.payload["edition"], name])
    return f"{path}?v={snapshot.payload_sha256[:12]}"


def home_page() -> dict:
    """Return the front page's context: figures from the newest snapshot, plan and context as they stand."""
    snapshot = Snapshot.objects.current().select_related("study__campaign").first()
    plan = Plan.objects.filter(is_public=True).current_first().first()
    return {
        "offers": Offer.objects.filter(status=OfferStatus.PUBLISHED).count(),
        "context": context_headline(plan),
        "plan": plan_headline(plan),
        **(snapshot_headline(snapshot) if snapshot else {"snapshot": None}),
    }


def snapshot_headline(snapshot: Snapshot) -> dict:
    payload = snapshot.payload
    rows = [row for row in payload["gap"] if row["kind"] == "profile"][:PROFILES_ON_HOME]
    return {
        "snapshot": snapshot,
        "edition": payload["edition"],
        "study_title": spoken(payload["title"]),
        "edition_label": spoken(payload["edition_label"]),
        "reference_date": payload["method"]["reference_date"],
        "answered": n_of(payload["method"]["answers"], payload["method"]["population"]),
        "is_demo": payload["is_demo"],
        "stats": stats_of(payload),
        "findings": sorted(
            (finding for finding in findings_of(payload) if finding.anchor in FINDINGS_ON_HOME),
            key=lambda finding: FINDINGS_ON_HOME.index(finding.anchor),
        ),
        "wanted": [
            Wanted(
                row["code"],
                spoken(row["label"]),
                row["companies"],
                row["answers"],
                n_of(row["companies"], row["answers"]),
            )
            for row in rows
        ],
    }


def context_headline(plan: Plan | None) -> dict | None:
    """Return the observation the plan starts from, with its source, and what else there is to compare."""
    for indicator in context_of(plan):
        figure = context_figure(indicator)
        for row, note, observation in zip(figure.rows, figure.notes, indicator["observations"], strict=True):
            if observation["is_baseline"]:
                return {
                    "indicator": figure,
                    "value": row[1],
                    "where": row[0],
                    "note": note,
                    "method": row[2],
                    "breaks": any(o["breaks_series"] for o in indicator["observations"]),
                    "others": [other for other in figure.rows if other is not row],
                }
    return None


def plan_headline(plan: Plan | None) -> dict | None:
    """Return the plan's progress, whole and by package."""
    told = plan_of(plan)
    if not told or not told["nodes"]:
        return None
    packages = [node for node in told["nodes"] if node["kind"] == NodeKind.PACKAGE]
    parts = packages or [node for node in told["nodes"] if node["kind"] == NodeKind.LINE]
    return {
        "title": spoken(told["title"]),
        "progress": told["progress"],
        "parts": [(spoken(node["title"]), node["progress"]) for node in parts],
    }
