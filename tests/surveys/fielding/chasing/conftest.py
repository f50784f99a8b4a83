"""A company that has not answered, and the manager's steps with it."""

import pytest
from django.urls import reverse

from surveys.fielding.actions import queue_wave
from surveys.fielding.outbox import send_queued
from surveys.models import Message, Unit


@pytest.fixture
def ana(edition) -> Unit:
    return edition.units.get(name_at_launch="Ana SL")


def step_url(unit: Unit, step: str) -> str:
    return reverse(f"admin:surveys_unit_step_{step}", args=[unit.pk])


@pytest.fixture
def sent(edition, postbox, settings) -> Message:
    settings.SURVEY_BOUNCE_TOKEN = "s3cret"
    queue_wave(edition, "invitation", by=None)
    send_queued()
    return Message.objects.get(email="ana@example.org")
