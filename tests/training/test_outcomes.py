from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from tests.factories.training import OfferFactory, OutcomeFactory
from training.models import Outcome
from training.outcomes import OutcomeSheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def steps(**fields) -> list[tuple[str, str, str]]:
    return [(s.label, s.people, s.share) for s in OutcomeSheet(OutcomeFactory(**fields)).steps]


def test_steps_say_how_many_and_of_whom():
    assert steps(enrolled=753, started=540, passed=258) == [
        ("Enrolled", "753", ""),
        ("Started", "540", "72 % of those enrolled"),
        ("Passed", "258", "48 % of those who started"),
    ]


def test_steps_leave_out_what_no_source_says():
    assert steps(in_work_6m_share=Decimal("51"), in_work_12m_share=Decimal("64.5")) == [
        ("In work after 6 months", "", "51 %"),
        ("In work after 12 months", "", "64.5 %"),
    ]
    assert steps(started=40, in_work_6m=30) == [
        ("Started", "40", ""),
        ("In work after 6 months", "30", "75 % of those who started"),
    ]


def test_a_few_people_are_not_counted_out():
    assert steps(enrolled=20, started=12, passed=3, in_work_6m=0) == [
        ("Enrolled", "20", ""),
        ("Started", "12", "60 % of those enrolled"),
        ("Passed", "fewer than 5", ""),
        ("In work after 6 months", "0", "0 % of those who started"),
    ]
    OutcomeFactory(title="tiny", enrolled=4, started=4)
    OutcomeFactory(title="shares", in_work_6m_share=51)
    assert "tiny" not in {row.title for row in Outcome.objects.telling()}
    assert "shares" in {row.title for row in Outcome.objects.telling()}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"enrolled": 5, "started": 6}, "outcome_never_grows"),
        ({"started": 5, "passed": 6}, "outcome_never_grows"),
        ({"started": 5, "in_work_12m": 6}, "outcome_in_work_of_those_who_started"),
        ({"in_work_6m_share": 101}, "outcome_share_after_6_months"),
        ({"source_note": ""}, "outcome_names_its_source"),
    ],
)
def test_outcome_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        OutcomeFactory(**fields)


def test_page_of_an_offer_shows_outcomes_and_of_whom_they_are(client):
    offer = OfferFactory()
    OutcomeFactory(offers=[offer], scope="programme", title="Conecta", enrolled=753, started=540)
    OutcomeFactory(offers=[offer], scope="offer", title="Tiny", enrolled=3)

    page = client.get(f"/en/training/{offer.slug}/").content.decode()

    assert "What became of those who enrolled" in page
    assert "Conecta" in page
    assert "figures of the whole programme, not of this course" in page
    assert "Tiny" not in page
    assert "What became" not in client.get(f"/en/training/{OfferFactory().slug}/").content.decode()


def test_comparison_shows_what_is_known_of_outcomes(client):
    one, other = OfferFactory(), OfferFactory()
    OutcomeFactory(offers=[one], title="Conecta", enrolled=753, started=540, passed=258)

    page = client.get(f"/en/training/compare/?oferta={one.slug}&oferta={other.slug}").content.decode()

    assert "Conecta: Enrolled: 753 → Started: 540 → Passed: 258" in page
