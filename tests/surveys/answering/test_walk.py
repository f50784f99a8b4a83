"""Every path of the questionnaire that ships, walked without JavaScript from the link to the receipt."""

import pytest
from django.test import Client
from django.urls import reverse

from bench.proofs.routing_oracle import compare_all, paths_to_walk, press, walk_all
from bench.proofs.walk import Page, declined, walk
from surveys.answering.actions import start_response
from surveys.enums import AnswerStatus
from surveys.instrument.shipped import load_questionnaire, read_shipped
from surveys.models import CheckFlag, Submission
from tests.factories.surveys import CampaignFactory, InvitationFactory, UnitFactory

SHIPPED = read_shipped()


def browser():
    client = Client()

    def browse(method, path, fields):
        send = client.post if method == "POST" else client.get
        answer = send(path, fields, follow=True, headers={"Sec-Fetch-Site": "same-origin"})
        return Page(answer.request["PATH_INFO"], answer.status_code, answer.content.decode())

    return browse


@pytest.fixture
def campaign(db):
    return CampaignFactory(version=load_questionnaire())


def links_into(campaign):
    while True:
        unit = UnitFactory(campaign=campaign)
        response = start_response(unit)
        token = InvitationFactory(unit=unit).token
        yield reverse("surveys:entry", args=[token]), reverse("surveys:hub", args=[response.pk])


def test_server_leads_along_every_path_to_its_receipt(campaign):
    paths = paths_to_walk(SHIPPED)

    wrong = walk_all(SHIPPED, paths, links_into(campaign), browser)

    assert wrong == []
    assert len(paths) >= 4
    assert Submission.objects.count() == len(paths)
    assert not CheckFlag.objects.filter(state="open").exists()


def test_company_that_says_no_wherever_it_can_gets_its_receipt(campaign):
    link, hub = next(links_into(campaign))
    browse = browser()
    press(browse, link)

    visit = walk(browse, hub, {}, declined)

    assert visit.receipt
    answers = Submission.objects.get().response.answers
    assert answers.get(variable__code="recruited").choice == "no"
    assert answers.get(variable__code="joiners").status == AnswerStatus.NOT_KNOWN


def test_routing_agrees_on_every_combination_and_at_random():
    tried = compare_all(SHIPPED, at_random=300)

    assert (tried.wrong, len(tried.paths) >= 4) == (0, True)


def test_walk_notices_a_page_that_is_left_out(campaign):
    """The judge is no rubber stamp: led elsewhere than foreseen, it says so."""
    (foreseen, cells) = next(iter(paths_to_walk(SHIPPED).items()))

    wrong = walk_all(SHIPPED, {foreseen[1:]: cells}, links_into(campaign), browser)

    assert len(wrong) == 1


def test_walk_without_access_goes_nowhere(campaign):
    _link, hub = next(links_into(campaign))

    visit = walk(browser(), hub, {})

    assert (visit.pages, visit.receipt) == ([], False)
