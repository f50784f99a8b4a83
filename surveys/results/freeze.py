"""Freezing an edition's results when it closes: computed once, all tables together, then never changed."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skills.models import Profile, Skill
from surveys.enums import CampaignState, CellStatus, Measure
from surveys.models import Campaign, Need, QuestionnaireVersion, ResultTable, Submission

from .asked import questions_asked, sheets_asked
from .edition import Edition, Row
from .payload import hash_payload, payload_of
from .sheets import read_sheet
from .tables import Table, build_tables

METHOD = (
    "n = empresas que respondieron; recuento sin ponderar; "
    "las celdas que podrían revelar la respuesta de una empresa no se publican."
)
# Which column of which table a need is, by measure.
NEEDS = {
    "profiles-demand": ((Measure.COMPANIES_ASKING, "companies"), (Measure.HIRES_PLANNED, "people")),
    "profiles-hard-to-fill": ((Measure.HARD_TO_FILL, "companies"),),
    "skills-demand": ((Measure.SKILL_NEEDED, "companies"),),
    "skills-urgency": ((Measure.SKILL_URGENT, "companies"),),
}


class ResultsRefused(Exception):
    """The results cannot be computed; the text can be shown."""


@transaction.atomic
def freeze_results(campaign: Campaign) -> None:
    """Compute every table of a closed edition from what was submitted, and store tables and needs.

    Raises ``ResultsRefused`` while the edition is not closed, or when it has its results:
    results of part of the answers could be subtracted from those of all.
    """
    if campaign.state != CampaignState.CLOSED:
        raise ResultsRefused(_("Results are computed only when the edition is closed."))
    if campaign.result_tables.exists():
        raise ResultsRefused(_("This edition already has its results; they never change."))
    tables = build_tables(read_edition(campaign))
    ResultTable.objects.bulk_create(stored_tables(campaign, tables))
    Need.objects.bulk_create(needs_of(campaign, tables))


def read_edition(campaign: Campaign) -> Edition:
    """Read the newest submission of each unit in scope, and the frame's size."""
    newest = (
        Submission.objects.filter(response__unit__campaign=campaign, response__unit__in_scope=True)
        .order_by("response_id", "-sequence")
        .distinct("response_id")
        .values_list("definition_sha256", "payload")
    )
    sent = [(sha256, read_sheet(payload)) for sha256, payload in newest]
    definitions = definitions_answered(campaign, {sha256 for sha256, _sheet in sent})
    sheets, asked = [sheet for _sha256, sheet in sent], sheets_asked(definitions, sent)
    return Edition(
        questions=questions_asked(list(definitions.values())),
        sheets=sheets,
        population=campaign.units.in_scope().count(),
        minimum=settings.DISCLOSURE_MINIMUM,
        asked={variable: some for variable, some in asked.items() if len(some) < len(sheets)},
    )


def definitions_answered(campaign: Campaign, hashes: set[str]) -> dict[str, dict]:
    """Return the definitions that were answered by their hashes, the edition's own first."""
    own = campaign.version
    versions = QuestionnaireVersion.objects.published().filter(questionnaire=campaign.questionnaire_id)
    older = versions.filter(definition_sha256__in=hashes).exclude(pk=own.pk).order_by("-number")
    found = dict(older.values_list("definition_sha256", "definition"))
    return {own.definition_sha256: own.definition} | found


def stored_tables(campaign: Campaign, tables: list[Table]) -> Iterator[ResultTable]:
    for position, table in enumerate(tables, start=1):
        payload = payload_of(table)
        yield ResultTable(
            campaign=campaign,
            code=table.spec.code,
            position=position,
            payload=payload,
            payload_sha256=hash_payload(payload),
        )


def needs_of(campaign: Campaign, tables: list[Table]) -> list[Need]:
    """Turn the very cells of the tables into needs, so that what is hidden is hidden in both."""
    profiles = dict(Profile.objects.values_list("code", "pk"))
    skills = dict(Skill.objects.values_list("code", "pk"))
    needs = []
    for table in tables:
        known = profiles if table.spec.kind == "profile" else skills
        rows = [row for row in table.rows if row.code in known]
        for measure, column in NEEDS.get(table.spec.code, ()):
            for row, rank in ranked(rows, column):
                subject = {"profile_id" if table.spec.kind == "profile" else "skill_id": known[row.code]}
                needs.append(need_of(campaign, table, row, column, measure=measure, rank=rank, **subject))
    return needs


def need_of(campaign: Campaign, table: Table, row: Row, column: str, **fields) -> Need:
    cell = row.cells[column]
    level = row.cells.get("level")
    return Need(
        campaign=campaign,
        status=cell.status,
        value=cell.value,
        level=level.value if level and cell.is_published else None,
        answers=table.answers,
        population=table.population,
        method=METHOD,
        **fields,
    )


def ranked(rows: list[Row], column: str) -> Iterator[tuple[Row, int | None]]:
    """Rank the published rows; equal figures share a rank, hidden rows have none."""
    values = [row.cells[column].value for row in rows if row.cells[column].status == CellStatus.PUBLISHED]
    for row in rows:
        cell = row.cells[column]
        yield row, 1 + sum(v > cell.value for v in values) if cell.is_published else None
