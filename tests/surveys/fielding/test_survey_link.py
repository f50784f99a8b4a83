from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from surveys.answering.actions import find_access_code
from surveys.fielding.actions import issue_link
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.links import end_of_links
from surveys.models import Campaign, Invitation, Message, Unit
from surveys.tokens import hash_token
from tests.factories.surveys import ResponseFactory

pytestmark = pytest.mark.django_db


def printed(*args: str) -> str:
    out = StringIO()
    call_command("survey_link", *args, stdout=out)
    return out.getvalue()


def test_survey_link_prints_one_address_of_a_company_without_answers(edition, settings):
    settings.SITE_URL = "https://survey.example.org"
    ana, berta, carlos = edition.units.order_by("name_at_launch")
    ResponseFactory(unit=ana, state="submitted", submitted_at=timezone.now())
    ResponseFactory(unit=berta)

    link = printed()

    token = link.strip().rstrip("/").rpartition("/")[2]
    assert link.startswith("https://survey.example.org/")
    assert link.count("\n") == 1
    assert Invitation.objects.get(token_hash=hash_token(token)).unit == carlos
    assert Message.objects.count() == 0


def test_survey_link_falls_back_on_a_company_in_progress(edition):
    for unit in edition.units.order_by("name_at_launch")[:2]:
        ResponseFactory(unit=unit, state="submitted", submitted_at=timezone.now())
    carlos = ResponseFactory(unit=edition.units.get(name_at_launch="Carlos SL")).unit

    printed("--edition", edition.edition)

    assert Invitation.objects.get().unit == carlos


def test_survey_link_brings_the_access_code_that_saved_answers_need(edition):
    unit = edition.units.first()
    edition.units.exclude(pk=unit.pk).delete()
    response = ResponseFactory(unit=unit, revision=1)

    _link, code = printed().split()

    assert find_access_code(code).invitation.unit == response.unit


def test_survey_link_says_when_everybody_answered(edition):
    for unit in edition.units.all():
        ResponseFactory(unit=unit, state="submitted", submitted_at=timezone.now())

    with pytest.raises(CommandError, match="answered"):
        printed()


def test_survey_link_says_when_nothing_is_open(draft):
    with pytest.raises(CommandError, match="No edition is open"):
        printed()


def test_issue_link_outlives_the_edition_for_its_receipt_and_keeps_no_token(edition):
    unit = Unit.objects.select_related("campaign").get(name_at_launch="Ana SL")
    person = unit.organisation.posts.get().person

    link = issue_link(unit, person)

    invitation = Invitation.objects.get()
    assert (invitation.person, invitation.expires_at) == (person, end_of_links(edition))
    assert invitation.token_hash not in link
    assert Invitation.objects.usable(edition.closes_at + timedelta(days=30)).exists()
    assert not Invitation.objects.usable(end_of_links(edition)).exists()


def test_issue_link_refuses_an_edition_that_is_not_open(edition):
    Campaign.objects.update(state="draft")

    with pytest.raises(FieldingRefused):
        issue_link(Unit.objects.select_related("campaign").first(), None)
