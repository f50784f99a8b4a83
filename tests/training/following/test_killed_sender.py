"""The sender, killed outright in the middle of its digests: nobody is written to twice."""

import random
import signal
import subprocess
import sys

import pytest
from aiosmtpd.controller import Controller

from tests.factories.following import FollowerFactory, SavedSearchFactory
from tests.factories.training import OfferFactory
from tests.processes import ROOT, environment
from tests.surveys.fielding.conftest import Postbox, free_port
from tests.thorough import THOROUGH
from training.following.planning import plan_digests
from training.models import Digest, ToldNews

FOLLOWERS, KILLS = (60, 4) if THOROUGH else (30, 2)
PROGRAM = """
import django
django.setup()
from training.following.planning import plan_digests
from training.following.outbox import send_digests
plan_digests()
send_digests()
"""


def start_sender(controller: Controller) -> subprocess.Popen:
    more = {"EMAIL_HOST": controller.hostname, "EMAIL_PORT": str(controller.port)}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment("tests.surveys.fielding.sender_settings", **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.django_db(transaction=True)
def test_sender_killed_again_and_again_writes_to_everybody_once_or_leaves_them_in_doubt():
    random.seed(4)
    OfferFactory()
    for _number in range(FOLLOWERS):
        SavedSearchFactory(follower=FollowerFactory())
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        for _time in range(KILLS):
            sender = start_sender(controller)
            wanted = len(postbox.addresses) + random.randint(1, FOLLOWERS // (KILLS + 1))
            assert postbox.wait_for(wanted, sender)
            sender.send_signal(signal.SIGKILL)
            sender.wait()
        assert start_sender(controller).wait(120) == 0
    finally:
        controller.stop()

    taken = postbox.addresses
    states = dict(Digest.objects.values_list("follower__email", "state"))
    doubtful = {email for email, state in states.items() if state == "sending"}
    assert len(taken) == len(set(taken))
    assert Digest.objects.count() == ToldNews.objects.count() == FOLLOWERS
    assert set(states.values()) <= {"sent", "sending"}
    assert len(doubtful) <= KILLS
    assert {email for email, state in states.items() if state == "sent"} <= set(taken)
    assert set(states) - set(taken) <= doubtful
    assert plan_digests() == 0
