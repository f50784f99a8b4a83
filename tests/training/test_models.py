from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from tests.factories.members import UserFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
)
from training.enums import EditionState, EventStatus
from training.models import Edition, Offer, OfferSkill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
BEFORE, AFTER, LATER = TODAY - timedelta(days=30), TODAY + timedelta(days=30), TODAY + timedelta(days=60)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"price_category": "free", "price": Decimal("10")}, "free_offer_costs_nothing"),
        ({"price_category": "paid", "price": Decimal("0")}, "paid_offer_costs_something"),
        ({"source_note": "", "source_url": ""}, "published_offer_names_its_source"),
        ({"eqf_level": 9}, "offer_eqf_level_1_to_8"),
    ],
)
def test_offer_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        OfferFactory(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"places": 10, "places_left": 11}, "edition_has_the_places_left"),
        ({"start_date": AFTER, "end_date": TODAY}, "edition_starts_before_it_ends"),
        (
            {"application_start_date": AFTER, "application_deadline": TODAY},
            "enrolment_opens_before_it_closes",
        ),
    ],
)
def test_edition_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        EditionFactory(**fields)


def test_offer_teaches_a_skill_once():
    link = OfferSkillFactory()

    with pytest.raises(IntegrityError, match="offer_skill_once"):
        OfferSkillFactory(offer=link.offer, skill=link.skill)


OPEN, ALWAYS, SOON = EditionState.OPEN, EditionState.ALWAYS_OPEN, EditionState.OPENS_SOON
UNKNOWN, CLOSED, RUNNING = EditionState.UNKNOWN, EditionState.CLOSED, EditionState.UNDER_WAY
ENDED, CANCELLED = EditionState.ENDED, EditionState.CANCELLED


@pytest.mark.parametrize(
    ("opens", "closes", "starts", "ends", "status", "state"),
    [
        # no date known, or only the run's
        (None, None, None, None, "scheduled", ALWAYS),
        (None, None, AFTER, None, "scheduled", UNKNOWN),
        (None, None, AFTER, LATER, "scheduled", UNKNOWN),
        (None, None, None, AFTER, "scheduled", UNKNOWN),
        (None, None, BEFORE, None, "scheduled", RUNNING),
        (None, None, BEFORE, AFTER, "scheduled", RUNNING),
        (None, None, None, BEFORE, "scheduled", ENDED),
        (None, None, BEFORE, BEFORE, "scheduled", ENDED),
        # only the deadline known
        (None, AFTER, None, None, "scheduled", OPEN),
        (None, TODAY, None, None, "scheduled", OPEN),
        (None, BEFORE, None, None, "scheduled", CLOSED),
        (None, AFTER, BEFORE, None, "scheduled", OPEN),
        (None, AFTER, LATER, LATER, "scheduled", OPEN),
        (None, BEFORE, AFTER, LATER, "scheduled", CLOSED),
        (None, BEFORE, BEFORE, AFTER, "scheduled", RUNNING),
        (None, BEFORE, None, AFTER, "scheduled", CLOSED),
        (None, BEFORE, BEFORE, BEFORE, "scheduled", ENDED),
        (None, AFTER, None, BEFORE, "scheduled", ENDED),
        # only the opening known
        (BEFORE, None, None, None, "scheduled", OPEN),
        (TODAY, None, None, None, "scheduled", OPEN),
        (AFTER, None, None, None, "scheduled", SOON),
        (BEFORE, None, AFTER, LATER, "scheduled", OPEN),
        (BEFORE, None, BEFORE, None, "scheduled", OPEN),
        (BEFORE, None, BEFORE, AFTER, "scheduled", RUNNING),
        (AFTER, None, BEFORE, None, "scheduled", SOON),
        # both known
        (BEFORE, AFTER, LATER, LATER, "scheduled", OPEN),
        (BEFORE, AFTER, BEFORE, LATER, "scheduled", OPEN),
        (BEFORE, BEFORE, AFTER, LATER, "scheduled", CLOSED),
        (BEFORE, BEFORE, BEFORE, None, "scheduled", RUNNING),
        (AFTER, LATER, LATER, LATER, "scheduled", SOON),
        # what the provider says of the run itself
        (None, None, None, None, "cancelled", CANCELLED),
        (BEFORE, AFTER, LATER, LATER, "cancelled", CANCELLED),
        (BEFORE, AFTER, LATER, LATER, "postponed", UNKNOWN),
        (None, None, None, BEFORE, "postponed", ENDED),
        (BEFORE, AFTER, LATER, LATER, "full", CLOSED),
        (BEFORE, AFTER, BEFORE, LATER, "full", RUNNING),
        (None, None, None, None, "full", CLOSED),
    ],
)
def test_edition_state(opens, closes, starts, ends, status, state):
    EditionFactory(
        application_start_date=opens,
        application_deadline=closes,
        start_date=starts,
        end_date=ends,
        event_status=status,
    )

    assert Edition.objects.with_state(TODAY).get().state == state


def expected_state(opens, closes, starts, ends, status) -> EditionState:
    """Say it again in plain Python, one question after the other."""
    if status == "cancelled":
        return CANCELLED
    if ends and ends < TODAY:
        return ENDED
    if status == "postponed":
        return UNKNOWN
    started = bool(starts and starts <= TODAY)
    shut = RUNNING if started else CLOSED
    if status == "full":
        return shut
    if not any((opens, closes, starts, ends)):
        return EditionState.ALWAYS_OPEN
    if opens and opens > TODAY:
        return SOON
    if closes:
        return OPEN if closes >= TODAY else shut
    if opens:
        return RUNNING if started and ends else OPEN
    return RUNNING if started else UNKNOWN


def test_edition_state_of_every_combination_of_known_and_unknown_dates():
    offer = OfferFactory()
    days = [None, BEFORE, TODAY, AFTER]
    editions, expected = [], []
    for opens, closes, starts, ends in product(days, repeat=4):
        if (opens and closes and opens > closes) or (starts and ends and starts > ends):
            continue
        for status in EventStatus.values:
            edition = Edition(
                offer=offer,
                application_start_date=opens,
                application_deadline=closes,
                start_date=starts,
                end_date=ends,
                event_status=status,
            )
            editions.append(edition)
            expected.append(expected_state(opens, closes, starts, ends, status))

    made = Edition.objects.bulk_create(editions)

    states = dict(Edition.objects.with_state(TODAY).values_list("pk", "state"))
    assert len(made) == 676
    assert [states[edition.pk] for edition in made] == expected


def test_open_editions_are_those_one_can_enrol_in():
    EditionFactory(application_deadline=BEFORE)
    open_now = EditionFactory(application_deadline=AFTER)
    always = EditionFactory()

    assert set(Edition.objects.open_on(TODAY)) == {open_now, always}


def test_offers_are_visible_when_published_and_all_of_them_to_a_manager(manager):
    published, draft = OfferFactory(), OfferFactory(status="draft")

    assert list(Offer.objects.visible_to(AnonymousUser())) == [published]
    assert list(Offer.objects.visible_to(UserFactory())) == [published]
    assert set(Offer.objects.visible_to(manager)) == {published, draft}


def test_offers_serve_a_profile_by_published_and_confirmed_links_only():
    link = OfferProfileFactory()
    OfferProfileFactory(profile=link.profile, confirmed_on=None)
    OfferProfileFactory(profile=link.profile, offer__status="draft")

    assert list(Offer.objects.serving_profile(link.profile)) == [link.offer]


def test_offers_serve_a_skill_at_a_level_only_when_known_to_reach_it():
    link = OfferSkillFactory(level_reached=3)
    unknown = OfferSkillFactory(skill=link.skill)
    OfferSkillFactory(skill=link.skill, confirmed_on=None, level_reached=5)

    assert set(Offer.objects.serving_skill(link.skill)) == {link.offer, unknown.offer}
    assert list(Offer.objects.serving_skill(link.skill, level=3)) == [link.offer]
    assert list(Offer.objects.serving_skill(link.skill, level=4)) == []


def test_unconfirmed_suggestions_are_not_shown():
    shown = OfferSkillFactory(confirmed_on=None, origin="provider")
    OfferSkillFactory(confirmed_on=None, origin="suggested")

    assert list(OfferSkill.objects.shown()) == [shown]
