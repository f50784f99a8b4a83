"""Real connections at the same time at the entrance, and a scanner that opens everything a hundred times."""

import re
from contextlib import suppress
from hashlib import sha256
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.answering.actions import ask_code, find_access_code, save_cells, use_code
from surveys.answering.errors import NotProven
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.links import issue_code, renew_access_code
from surveys.fielding.outbox import send_queued
from surveys.models import MOST_TRIES, AccessCode, EntryCode, Invitation, Message
from tests.factories.surveys import InvitationFactory, ResponseFactory
from tests.surveys.answering.conftest import COMPLETE, knock
from tests.surveys.answering.test_races import CROWD, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
# What a scanner's visit might change, the outbox and the sessions with it; the cache counts its visits.
WATCHED = [
    *apps.get_app_config("surveys").get_models(),
    *apps.get_app_config("members").get_models(),
    Session,
]


@pytest.fixture
def invitation():
    response = ResponseFactory()
    save_cells(response, COMPLETE, request_id=uuid4(), actor="Ada")
    return InvitationFactory(unit=response.unit, person__work_email="ada@empresa.example")


def outcome(act, *args):
    """Return "in", or the refusal's words."""
    try:
        act(*args)
    except NotProven as refused:
        return str(refused)
    return "in"


def code_of(invitation):
    """Have a code made, as the sender does when it mails it, and return it."""
    ask_code(invitation)
    mails = [message for message in mail.outbox if "ada@empresa.example" in message.to]
    return re.search(r"^\d{6}$", mails[-1].body, re.MULTILINE)[0]


def others(code, number):
    return [f"{(int(code) + step) % 1_000_000:06}" for step in range(1, number + 1)]


def fingerprint():
    """Return, of every watched table, how many rows it has and a hash of all of them."""
    return {
        model._meta.label: (
            model._base_manager.count(),
            sha256(repr(sorted(map(repr, model._base_manager.values_list()))).encode()).hexdigest(),
        )
        for model in WATCHED
    }


def test_twenty_wishes_at_once_are_one_code_and_one_mail(invitation):
    all_at_once(*[lambda: ask_code(invitation) for _ in range(CROWD)])
    send_queued()

    assert EntryCode.objects.count() == 1
    assert Message.objects.count() == 1
    assert len(mail.outbox) == 1


def test_twenty_guesses_at_once_are_five_attempts(invitation):
    code = code_of(invitation)

    results = all_at_once(
        *[lambda guess=guess: outcome(use_code, invitation, guess) for guess in others(code, 20)]
    )

    assert "in" not in results
    assert results.count(str(NotProven.WRONG)) == MOST_TRIES - 1
    assert results.count(str(NotProven.TOO_MANY_TRIES)) == CROWD - MOST_TRIES + 1
    assert EntryCode.objects.get().tries == MOST_TRIES
    assert outcome(use_code, invitation, code) == str(NotProven.TOO_MANY_TRIES)


def test_the_right_code_twenty_times_at_once_is_used_once(invitation):
    code = code_of(invitation)

    results = all_at_once(*[lambda: outcome(use_code, invitation, code) for _ in range(CROWD)])

    assert sorted(results) == sorted(["in"] + [str(NotProven.OVER)] * (CROWD - 1))


def test_right_code_among_wrong_ones_opens_at_most_once_and_never_after_five(invitation):
    code = code_of(invitation)
    guesses = [*others(code, 10), code]

    results = all_at_once(*[lambda guess=guess: outcome(use_code, invitation, guess) for guess in guesses])

    stored = EntryCode.objects.get()
    assert results.count("in") == (stored.used_at is not None)
    assert stored.tries <= MOST_TRIES
    assert stored.used_at is None or stored.tries < MOST_TRIES


@pytest.mark.parametrize("_round", range(5))
def test_link_revoked_while_its_code_is_typed_ends_one_way_or_the_other(invitation, _round):
    code = code_of(invitation)

    def revoke():
        Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())

    typed, _revoked = all_at_once(lambda: outcome(use_code, invitation, code), revoke)

    assert typed in ("in", str(NotProven.LINK_OVER))
    assert (EntryCode.objects.get().used_at is not None) is (typed == "in")
    assert outcome(ask_code, invitation) == str(NotProven.LINK_OVER)


def test_code_made_anew_while_the_old_one_is_typed_leaves_one_that_counts(invitation):
    code = code_of(invitation)
    message = Message.objects.get()

    typed, made = all_at_once(
        lambda: outcome(use_code, invitation, code), lambda: outcome(issue_code_quietly, message)
    )

    stored = EntryCode.objects.get()
    assert typed in ("in", str(NotProven.WRONG))
    assert (stored.used_at is not None) is (typed == "in")
    assert made == "in"


def issue_code_quietly(message):
    """Make the code anew, unless it was used a moment before."""
    with suppress(FieldingRefused):
        issue_code(message)


def test_twenty_new_access_codes_at_once_leave_one_that_opens(invitation):
    codes = all_at_once(*[lambda: renew_access_code(invitation.unit, by=None) for _ in range(CROWD)])

    assert len(set(codes)) == CROWD
    assert [outcome(find_access_code, code) for code in codes].count("in") == 1
    assert AccessCode.objects.usable(timezone.now()).count() == 1


def test_tampered_access_codes_open_nothing(invitation, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"survey_access_code": "1000/m/ip"}
    code = renew_access_code(invitation.unit, by=None)
    visitor = Client()
    tampered = {
        code[:place] + "Z" + code[place + 1 :] for place in range(len(code)) if code[place] not in "Z-"
    }
    tampered |= {code[:-1], code + "A", code[::-1], code.replace("-", "", 1)[1:]}

    answers = {visitor.post(reverse("surveys:access-code"), {"code": each}).status_code for each in tampered}

    assert answers == {422}
    assert len(tampered) >= 14
    assert not visitor.session.get("survey_grants")


@pytest.mark.parametrize("has_knocked", [False, True], ids=["mail scanner", "scanner that pressed"])
def test_scanner_that_opens_everything_100_times_changes_nothing(invitation, has_knocked):
    scanner = Client()
    if has_knocked:
        knock(invitation, scanner)
    code = code_of(invitation)
    pages = [
        reverse("surveys:entry", args=[invitation.token]),
        reverse("surveys:prove", args=[invitation.pk]),
        reverse("surveys:prove-code", args=[invitation.pk]) + f"?code={code}",
        reverse("surveys:access-code"),
        reverse("surveys:start", args=[invitation.unit.response.pk]),
        reverse("surveys:session", args=[invitation.unit.response.pk]),
    ]
    before, mails = fingerprint(), len(mail.outbox)

    seen = b""
    for _ in range(100):
        for page in pages:
            seen += scanner.get(page).content
            scanner.head(page)

    assert fingerprint() == before
    assert len(mail.outbox) == mails
    assert invitation.unit.name_at_launch.encode() not in seen
    assert b"ada@empresa.example" not in seen
