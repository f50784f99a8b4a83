"""The demonstration's 34 companies, from launch to close by the clock alone, with every mail in a file."""

import random
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from members.demo import load_members
from skills.baseline import load_vocabulary
from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.demo import invented, launch, new_campaign
from surveys.fielding.schedule import propose_schedule, run_clock
from surveys.fielding.standing import standing_of
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Campaign, Message, ScheduledWave

pytestmark = pytest.mark.django_db

RECOUNT = """
SELECT count(*) FILTER (WHERE u.in_scope) AS in_scope,
       count(*) FILTER (WHERE r.state = 'submitted') AS submitted,
       count(*) FILTER (WHERE r.state IN ('in_progress', 'partial')) AS in_progress,
       count(*) FILTER (WHERE r.id IS NULL AND EXISTS (
           SELECT 1 FROM surveys_message m WHERE m.unit_id = u.id AND m.state = 'sent'
       )) AS invited,
       sum(u.headcount) FILTER (WHERE r.state = 'submitted') AS people_covered
FROM surveys_unit u LEFT JOIN surveys_response r ON r.unit_id = u.id WHERE u.campaign_id = %s
"""


def recount(campaign: Campaign) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [campaign.pk])
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


def shown(campaign: Campaign, names) -> dict:
    standing = standing_of(campaign)
    return {name: getattr(standing, name) for name in names}


@pytest.fixture
def mail_folder(settings, tmp_path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def mails_in(folder: Path) -> list:
    """Return the mails that the file backend wrote: one or more in a file, each after a ruler."""
    texts = [part for path in sorted(folder.iterdir()) for part in path.read_bytes().split(b"-" * 79 + b"\n")]
    return [message_from_bytes(text, policy=policy.default) for text in texts if text.strip()]


def test_edition_of_34_runs_from_launch_to_close_by_the_clock(mail_folder):
    load_vocabulary()
    load_members()
    opens = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=8)
    campaign = new_campaign(load_questionnaire(), "clock", opens.date(), opens, due=28, closes=42)
    with time_machine.travel(opens - timedelta(days=7, hours=1), tick=False):
        units = launch(campaign, at=timezone.now())
        ScheduledWave.objects.bulk_create(propose_schedule(campaign))
    draw = random.Random(34)  # noqa: S311 - which day a company answers on is no secret
    plans = [(draw.randrange(1, 42), draw.random(), *plan) for plan in invented(units[:29], seed=34)]

    for day in range(-7, 45):
        with time_machine.travel(opens + timedelta(days=day, hours=2), tick=False):
            run_clock()
            for _day, luck, unit, cells in [plan for plan in plans if plan[0] == day]:
                unit.campaign.refresh_from_db()
                response = start_response(unit)
                save_cells(response, cells, request_id=uuid4(), actor="test")
                if luck > 0.1:
                    submit_response(response, idempotency_key=uuid4(), by="test")
            assert shown(campaign, recount(campaign)) == recount(campaign)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.units.count()) == ("closed", 34)
    assert set(ScheduledWave.objects.exclude(done_at=None).values_list("wave", flat=True)) == {
        *("notification", "invitation", "reminder_1", "reminder_2", "reminder_3", "last_call", "thanks")
    }
    assert not Message.objects.exclude(state="sent").exclude(state="skipped").exists()
    mails = mails_in(mail_folder)
    assert len(mails) == Message.objects.filter(state="sent").count()
    addresses = Message.objects.filter(state="sent").values_list("email", flat=True)
    assert sorted(mail["To"] for mail in mails) == sorted(addresses)
    assert all(mail.get_body(("plain",)).get_content().strip() for mail in mails)
    assert campaign.result_tables.exists()
