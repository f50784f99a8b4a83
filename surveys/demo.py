"""The demonstration's two editions, run through the same actions as real ones."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation

from members.demo import load_members
from members.models import Organisation
from skills.baseline import load_vocabulary
from surveys.answering.actions import (
    explain_checks,
    give_feedback,
    save_cells,
    start_response,
    submit_response,
)
from surveys.answering.cells import Change
from surveys.demo_answers import invent
from surveys.enums import MessageState
from surveys.fielding.actions import close_campaign, launch_campaign, queue_wave
from surveys.fielding.schedule import propose_schedule
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Campaign, Message, QuestionnaireVersion, Response, ScheduledWave, Unit

SEED = 2025
EXPLANATION = "Cifra inventada: la empresa de la demostración reorganizó sus equipos."
# What companies said of the survey, in turn; every third said nothing.
OPINIONS = (
    {"difficulty": "easy", "minutes": 16, "comment": ""},
    {
        "difficulty": "middling",
        "minutes": 24,
        "comment": "Comentario inventado: nos costó separar DevOps de sistemas en la tabla de perfiles.",
    },
    None,
)
CLOSED, OPEN = "2025", "2026"
SILENT_IN_CLOSED = 3
SUBMITTED_IN_OPEN, BEGUN_IN_OPEN = 12, 5
FIRST_PAGES = {"activity", "headcount", "market", "research", "joiners", "leavers", "turnover-rating"}
STEPS = 34 - SILENT_IN_CLOSED + SUBMITTED_IN_OPEN + BEGUN_IN_OPEN

Steps = Callable[[int, int], None]


def load_editions(*, on_step: Steps = lambda done, total: None) -> tuple[Campaign, Campaign]:
    """Return the closed and the open edition of the 34 invented members, made where they are missing.

    ``on_step`` is told after each response how many of how many are in.
    """
    load_vocabulary()
    load_members()
    version = load_questionnaire()
    counter = iter(range(1, STEPS + 1))

    def tell() -> None:
        on_step(next(counter), STEPS)

    closed = Campaign.objects.filter(edition=CLOSED).first() or make_closed(version, tell)
    still_open = Campaign.objects.filter(edition=OPEN).first() or make_open(version, tell)
    return closed, still_open


@transaction.atomic
def make_closed(version: QuestionnaireVersion, tell: Callable[[], None]) -> Campaign:
    """Run the edition of 2025 with its own past dates: opened, answered by 31 of 34, closed."""
    latest = timezone.now() - timedelta(days=60)
    opens = min(datetime(2026, 2, 2, 8, tzinfo=UTC), latest - timedelta(days=40))
    campaign = new_campaign(version, CLOSED, date(2025, 12, 31), opens, due=26, closes=39)
    units = launch(campaign, at=opens)
    answering = units[:-SILENT_IN_CLOSED]
    for place, (unit, cells) in enumerate(invented(answering, seed=SEED)):
        answer(unit, cells, at=opens + timedelta(hours=5 + 27 * place), submits=True)
        tell()
    return close_campaign(campaign, at=campaign.closes_at)


@transaction.atomic
def make_open(version: QuestionnaireVersion, tell: Callable[[], None]) -> Campaign:
    """Run the edition of 2026, opened a week ago: some have sent, some have begun, most have not."""
    opens = (timezone.now() - timedelta(days=7)).replace(hour=8, minute=0, second=0, microsecond=0)
    campaign = new_campaign(version, OPEN, date(2026, 12, 31), opens, due=28, closes=42)
    units = launch(campaign, at=opens)
    schedule_messages(campaign, at=timezone.now())
    answering = units[3 : 3 + SUBMITTED_IN_OPEN + BEGUN_IN_OPEN]
    for place, (unit, cells) in enumerate(invented(answering, seed=SEED + 1)):
        submits = place < SUBMITTED_IN_OPEN
        given = cells if submits else [cell for cell in cells if cell.variable in FIRST_PAGES]
        answer(unit, given, at=opens + timedelta(hours=5 + 9 * place), submits=submits)
        tell()
    campaign.refresh_from_db()
    return campaign


def schedule_messages(campaign: Campaign, *, at: datetime) -> None:
    """Plan the usual messages, so that the edition goes on by itself; those of the past count as sent.

    What lies ahead is really sent by the clock, to files, and at the closing time the edition closes.
    """
    rows = [row for row in propose_schedule(campaign) if row.at >= campaign.opens_at]
    for row in rows:
        if row.at <= at:
            row.done_at = row.at
            row.queued = queue_wave(campaign, row.wave, by=None, at=row.at)
            sent = Message.objects.filter(unit__campaign=campaign, wave=row.wave)
            sent.update(state=MessageState.SENT, queued_at=row.at, attempted_at=row.at, sent_at=row.at)
    ScheduledWave.objects.bulk_create(rows)


def new_campaign(
    version: QuestionnaireVersion, edition: str, reference: date, opens: datetime, *, due: int, closes: int
) -> Campaign:
    # Without it the untranslated column would follow the language of whoever runs this.
    with translation.override("es"):
        return Campaign.objects.create(
            questionnaire=version.questionnaire,
            version=version,
            edition=edition,
            label_es=f"Encuesta de necesidades digitales {edition} (demo)",
            label_en=f"Survey of digital skills needs {edition} (demo)",
            reference_date=reference,
            opens_at=opens,
            due_at=opens + timedelta(days=due),
            closes_at=opens + timedelta(days=closes),
            is_demo=True,
        )


def launch(campaign: Campaign, *, at: datetime) -> list[Unit]:
    """Launch and return the units in an order of their own: the three invented institutions first."""
    launched = launch_campaign(campaign, by=None, at=at)
    units = launched.units.select_related("campaign", "organisation").order_by("organisation__slug")
    return sorted(units, key=lambda unit: unit.organisation.kind in ("company", "self_employed"))


def invented(units: Sequence[Unit], *, seed: int) -> Iterator[tuple[Unit, list[Change]]]:
    headcounts = dict(
        Organisation.objects.with_headcount()
        .filter(pk__in=[unit.organisation_id for unit in units])
        .values_list("pk", "headcount")
    )
    sizes = [headcounts[unit.organisation_id] or 0 for unit in units]
    return zip(units, invent(sizes, seed), strict=True)


def answer(unit: Unit, cells: Sequence[Change], *, at: datetime, submits: bool) -> Response:
    """Answer for one company through the actions; the keys are its own, so a repeat changes nothing."""
    response = start_response(unit, at=at)
    save_cells(response, cells, request_id=key(unit, "save"), actor="demo", at=at)
    if submits:
        odd = explain_checks(response, {}, actor="demo", at=at)
        submit_response(
            response,
            idempotency_key=key(unit, "submit"),
            by="demo",
            explanations={oddity.mark: EXPLANATION for oddity in odd},
            at=at,
        )
        if said := OPINIONS[unit.pk % len(OPINIONS)]:
            give_feedback(response, **said)
    return response


def key(unit: Unit, step: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo:{unit.pk}:{step}")
