"""The code that goes to a link's own address: what it opens, for how long, and for whom."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from surveys.enums import MessageState, Wave
from surveys.fielding.links import CODE_LIFE, renew_access_code
from surveys.fielding.outbox import send_queued
from surveys.models import AccessCode, EntryCode, Invitation, Message
from tests.factories.members import PersonFactory
from tests.factories.surveys import InvitationFactory
from tests.surveys.answering.conftest import knock
from tests.surveys.answering.proving.conftest import ask, mailed_code, may_read, type_code, url


def test_mailed_code_opens_the_answers(visitor, invitation, complete_response):
    assert ask(visitor, invitation).url == url("prove-code", invitation.pk)
    code = mailed_code()

    answer = type_code(visitor, invitation, code)

    assert answer.url == url("start", complete_response.pk)
    assert may_read(visitor, complete_response)
    assert mail.outbox[-1].to == ["ada@empresa.example"]
    assert "List-Unsubscribe" not in mail.outbox[-1].extra_headers
    assert Message.objects.get(wave=Wave.CODE).state == MessageState.SENT


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}\u00a0{1}"])
def test_code_may_be_typed_in_groups(visitor, invitation, complete_response, typed):
    ask(visitor, invitation)
    code = mailed_code()

    type_code(visitor, invitation, typed.format(code[:3], code[3:]))

    assert may_read(visitor, complete_response)


def test_database_never_holds_a_code(visitor, invitation):
    ask(visitor, invitation)
    code = mailed_code()
    access = renew_access_code(invitation.unit, by=None)

    stored = f"{list(EntryCode.objects.values())} {list(AccessCode.objects.values())}"
    stored += f"{list(Message.objects.values())} {list(Invitation.objects.values())}"
    assert code not in EntryCode.objects.get().code_hash
    assert f"'{code}'" not in stored
    assert access not in stored
    assert access.replace("-", "") not in stored


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "12 34", "１２３４５６x", "\0", "9" * 5000]
)
def test_what_is_no_code_is_told_so_and_counts_no_attempt(visitor, invitation, typed):
    ask(visitor, invitation)
    mailed_code()

    answer = type_code(visitor, invitation, typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert EntryCode.objects.get().tries == 0


def test_code_is_good_once(visitor, invitation, complete_response):
    ask(visitor, invitation)
    code = mailed_code()
    type_code(visitor, invitation, code)
    other = Client()
    knock(invitation, other)

    answer = type_code(other, invitation, code)

    assert answer.status_code == 422
    assert not may_read(other, complete_response)


def test_code_ends_after_its_minutes(visitor, invitation, complete_response):
    ask(visitor, invitation)
    code = mailed_code()

    with time_machine.travel(timezone.now() + CODE_LIFE):
        answer = type_code(visitor, invitation, code)

    assert answer.status_code == 422
    assert not may_read(visitor, complete_response)


def test_code_before_its_mail_is_told_to_wait(visitor, invitation):
    ask(visitor, invitation)

    answer = type_code(visitor, invitation, "000000")

    assert answer.status_code == 422
    assert EntryCode.objects.get().tries == 0


def test_code_of_another_invitation_opens_nothing(visitor, invitation, complete_response):
    bea = InvitationFactory(unit=complete_response.unit, person__work_email="bea@empresa.example")
    other = Client()
    knock(bea, other)
    ask(other, bea)
    code = mailed_code()
    ask(visitor, invitation)
    mailed_code()

    answer = type_code(visitor, invitation, code)

    # One in a million that both are the same.
    assert answer.status_code == 422
    assert not may_read(visitor, complete_response)


@pytest.mark.parametrize("name", ["prove", "prove-code"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_whoever_did_not_open_the_link_learns_nothing(invitation, name, method):
    stranger = Client()
    knock(InvitationFactory(), stranger)

    theirs = getattr(stranger, method)(url(name, invitation.pk), {"code": "000000"})
    nobodys = getattr(stranger, method)(url(name, 999_999), {"code": "000000"})

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.content.partition(b"<main")[2] == nobodys.content.partition(b"<main")[2]
    assert not EntryCode.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
    ids=["revoked", "expired"],
)
def test_link_withdrawn_between_the_mail_and_the_code_opens_nothing(
    visitor, invitation, complete_response, change
):
    ask(visitor, invitation)
    code = mailed_code()
    Invitation.objects.filter(pk=invitation.pk).update(**change)

    answer = type_code(visitor, invitation, code)

    assert answer.status_code == 404
    assert EntryCode.objects.get().used_at is None
    assert not may_read(visitor, complete_response)


def test_newer_code_replaces_the_one_before(visitor, invitation, complete_response):
    ask(visitor, invitation)
    first = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        ask(visitor, invitation)
        second = mailed_code()

        refused = type_code(visitor, invitation, first)
        type_code(visitor, invitation, second)

    assert refused.status_code == 422 or first == second
    assert may_read(visitor, complete_response)


def test_code_that_comes_too_late_is_not_sent(visitor, invitation):
    ask(visitor, invitation)

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        send_queued()

    assert mail.outbox == []
    assert Message.objects.get(wave=Wave.CODE).state == MessageState.SKIPPED


def test_code_goes_out_before_older_messages(visitor, invitation, complete_response):
    somebody = PersonFactory(work_email="older@example.org")
    Message.objects.create(
        unit=complete_response.unit,
        person=somebody,
        wave=Wave.INVITATION,
        email="older@example.org",
    )
    ask(visitor, invitation)

    send_queued()

    assert [sent.to for sent in mail.outbox] == [["ada@empresa.example"], ["older@example.org"]]


def test_link_to_nobody_by_name_offers_the_access_code_only(complete_response):
    invitation = InvitationFactory(unit=complete_response.unit, person=None)
    visitor = Client()
    knock(invitation, visitor)

    page = visitor.get(url("prove", invitation.pk))

    assert page.context["address"] == ""
    assert url("access-code") in page.content.decode()
    assert ask(visitor, invitation).status_code == 422
