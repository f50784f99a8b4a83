"""How often a code may be asked for and tried."""

from datetime import timedelta

import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from surveys.fielding.links import renew_access_code
from surveys.fielding.outbox import send_queued
from surveys.models import EntryCode
from tests.factories.surveys import InvitationFactory, UnitFactory
from tests.surveys.answering.conftest import knock
from tests.surveys.answering.proving.conftest import ask, mailed_code, may_read, type_code, url


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_fifth_wrong_attempt_ends_the_code(visitor, invitation, complete_response):
    ask(visitor, invitation)
    code = mailed_code()

    answers = [type_code(visitor, invitation, wrong(code)) for _ in range(5)]
    last = type_code(visitor, invitation, code)

    assert {answer.status_code for answer in [*answers, last]} == {422}
    assert not may_read(visitor, complete_response)
    assert EntryCode.objects.get().tries == 5


def test_code_asked_for_twice_in_a_minute_is_one_mail(visitor, invitation):
    ask(visitor, invitation)
    ask(visitor, invitation)

    send_queued()
    assert len(mail.outbox) == 1


def test_codes_of_an_invitation_are_few_in_an_hour(visitor, invitation):
    now = timezone.now()
    answers = []
    for minute in range(0, 12, 2):
        with time_machine.travel(now + timedelta(minutes=minute)):
            answers.append(ask(visitor, invitation).status_code)

    assert answers == [302] * 5 + [422]
    assert EntryCode.objects.count() == 5
    with time_machine.travel(now + timedelta(hours=2)):
        assert ask(visitor, invitation).status_code == 302


def test_wrong_attempts_of_an_invitation_are_few_in_a_day(visitor, invitation):
    now = timezone.now()
    for hour in range(4):
        EntryCode.objects.create(invitation=invitation, asked_at=now - timedelta(hours=hour + 1), tries=5)

    assert ask(visitor, invitation).status_code == 422
    with time_machine.travel(now + timedelta(days=1)):
        knock(invitation, visitor)
        assert ask(visitor, invitation).status_code == 302


def test_codes_asked_for_from_one_address_are_few(complete_response):
    statuses = []
    for _ in range(22):
        invitation = InvitationFactory(unit=complete_response.unit)
        visitor = Client()
        knock(invitation, visitor)
        statuses.append(ask(visitor, invitation).status_code)

    assert statuses == [302] * 20 + [422] * 2


def test_access_codes_tried_from_one_address_are_few(db):
    answers = [Client().post(url("access-code"), {"code": "ABCD-EFGH-2345"}) for _ in range(12)]
    code = renew_access_code(UnitFactory(), by=None)

    assert Client().post(url("access-code"), {"code": code}).status_code == 422
    texts = {str(answer.context["form"].errors["code"]) for answer in answers}
    assert len(texts) == 2
