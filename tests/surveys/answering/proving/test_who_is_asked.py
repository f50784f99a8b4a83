"""Whose link opens at once, and who is asked to show that it is theirs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from members.enums import AccountRole
from surveys.answering.actions import share_response, start_response
from surveys.fielding.outbox import send_queued
from surveys.models import EntryCode, Invitation
from tests.conftest import sign_in
from tests.factories.members import OrganisationUserFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, UnitFactory
from tests.surveys.answering.conftest import knock, press
from tests.surveys.answering.proving.conftest import ask, mailed_code, may_read, type_code, url
from tests.surveys.answering.test_submitting_again import send


def test_link_with_nothing_written_opens_at_once(response):
    invitation = InvitationFactory(unit=response.unit)

    answer = knock(invitation, Client())

    assert answer.url == url("start", response.pk)


def test_link_to_saved_answers_shows_none_of_them(complete_response, invitation):
    visitor = Client()

    answer = knock(invitation, visitor)

    assert answer.url == url("prove", invitation.pk)
    page = visitor.get(answer.url)
    assert page.status_code == 200
    assert "a•••@empresa.example" in page.content.decode()
    assert "ada@empresa.example" not in page.content.decode()
    assert complete_response.unit.name_at_launch not in page.content.decode()
    assert not may_read(visitor, complete_response)
    assert not EntryCode.objects.exists()


def test_browser_that_has_shown_it_is_not_asked_again(visitor, invitation, complete_response):
    ask(visitor, invitation)
    type_code(visitor, invitation, mailed_code())

    assert knock(invitation, visitor).url == url("start", complete_response.pk)


def test_browser_that_left_is_asked_again(visitor, invitation, complete_response):
    ask(visitor, invitation)
    type_code(visitor, invitation, mailed_code())

    visitor.post(url("leave", complete_response.pk))

    assert visitor.get(url("prove", invitation.pk)).status_code == 404
    assert knock(invitation, visitor).url == url("prove", invitation.pk)


def test_sent_answers_need_it_too(complete_response, invitation):
    send(complete_response)

    assert knock(invitation, Client()).url == url("prove", invitation.pk)


def test_colleagues_link_needs_it_once_the_company_has_written(complete_response):
    share = share_response(complete_response, name="Bea", email="bea@empresa.example", section="", by="Ada")
    send_queued()
    link = re.search(r"/encuesta/e/([^/\s]+)/", mail.outbox[-1].body)[1]
    invitation = Invitation.objects.get(person=share.person)
    invitation.token = link
    bea = Client()

    assert knock(invitation, bea).url == url("prove", invitation.pk)
    ask(bea, invitation)
    type_code(bea, invitation, mailed_code())

    assert mail.outbox[-1].to == ["bea@empresa.example"]
    assert may_read(bea, complete_response)


def test_answers_of_an_earlier_edition_need_it_too(complete_response):
    """They stand beside each field, so they are shown to whoever gets in."""
    send(complete_response)
    unit = complete_response.unit
    later = CampaignFactory(
        version=unit.campaign.version,
        reference_date="2027-12-31",
        opens_at=unit.campaign.closes_at,
        due_at=unit.campaign.closes_at + timedelta(days=1),
        closes_at=unit.campaign.closes_at + timedelta(days=2),
    )
    invitation = InvitationFactory(unit=UnitFactory(campaign=later, organisation=unit.organisation))
    first_timer = InvitationFactory(unit=UnitFactory(campaign=later))

    with time_machine.travel(later.opens_at + timedelta(hours=1)):
        start_response(first_timer.unit)
        assert knock(invitation, Client()).url == url("prove", invitation.pk)
        assert knock(first_timer, Client()).url == url("start", first_timer.unit.response.pk)


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        (AccountRole.OWNER, True),
        (AccountRole.EDITOR, True),
        (AccountRole.RESPONDENT, True),
        (AccountRole.VIEWER, False),
    ],
)
def test_who_is_signed_in_for_the_company_needs_no_code(complete_response, invitation, role, enters):
    account = OrganisationUserFactory(organisation=complete_response.unit.organisation, role=role)
    visitor = sign_in(Client(), account.user)

    knock(invitation, visitor)

    assert may_read(visitor, complete_response) is enters


def test_who_is_signed_in_for_another_company_is_asked(complete_response, invitation):
    stranger = sign_in(Client(), OrganisationUserFactory(role=AccountRole.OWNER).user)

    assert knock(invitation, stranger).url == url("prove", invitation.pk)


def test_who_signs_in_after_opening_the_link_goes_on_with_a_button(visitor, invitation, complete_response):
    account = OrganisationUserFactory(
        organisation=complete_response.unit.organisation, role=AccountRole.RESPONDENT
    )
    sign_in(visitor, account.user)

    page = visitor.get(url("prove", invitation.pk))
    assert page.context["is_known"]
    assert not may_read(visitor, complete_response)
    answer = visitor.post(url("prove", invitation.pk))

    assert answer.url == url("start", complete_response.pk)
    assert not EntryCode.objects.exists()


def test_press_helper_gets_in_where_something_is_written(invitation, complete_response):
    assert may_read(press(invitation), complete_response)
