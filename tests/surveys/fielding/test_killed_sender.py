"""The sender, killed outright at random points of a wave: nobody is written to twice."""

import random
import signal
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from surveys.fielding.actions import insert_messages
from surveys.models import Message
from tests.factories.surveys import CampaignFactory
from tests.processes import ROOT, environment
from tests.surveys.fielding.conftest import launched, member
from tests.thorough import THOROUGH

RECIPIENTS, KILLS = (500, 10) if THOROUGH else (150, 3)


def start_sender(host: str, port: int) -> subprocess.Popen:
    """Start the command in a process of its own, on the test's database and mail server."""
    settings = "tests.surveys.fielding.sender_settings"
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_survey_mail"],
        cwd=ROOT,
        env=environment(settings, EMAIL_HOST=host, EMAIL_PORT=str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.django_db(transaction=True)
def test_sender_killed_again_and_again_writes_to_everybody_once_or_leaves_them_to_a_person(postbox):
    random.seed(1)
    campaign = CampaignFactory(state="draft")
    for number in range(RECIPIENTS):
        member(f"Company {number}", f"c{number}@example.org")
    launched(campaign)
    insert_messages(campaign, "invitation")

    for _ in range(KILLS):
        sender = start_sender(django_settings.EMAIL_HOST, django_settings.EMAIL_PORT)
        wanted = len(postbox.mails) + random.randint(1, RECIPIENTS // (KILLS + 1))
        assert postbox.wait_for(wanted, sender), sender.stderr.read().decode()
        sender.send_signal(signal.SIGKILL)
        sender.wait()
    sender = start_sender(django_settings.EMAIL_HOST, django_settings.EMAIL_PORT)
    assert sender.wait(120) == 0

    taken = postbox.addresses
    states = dict(Message.objects.values_list("email", "state"))
    stuck = {email for email, state in states.items() if state == "sending"}
    assert len(taken) == len(set(taken))
    assert set(states.values()) <= {"sent", "sending"}
    assert len(stuck) <= KILLS
    # What the server took is sent, or stuck for a person to decide; what it never took is only stuck.
    assert {email for email, state in states.items() if state == "sent"} <= set(taken)
    assert set(states) - set(taken) <= stuck
    assert Message.objects.filter(state="sent", sent_at__lte=timezone.now()).count() == RECIPIENTS - len(
        stuck
    )
    print(f"{len(taken)} taken by the server, {len(stuck)} left to a person")  # noqa: T201
