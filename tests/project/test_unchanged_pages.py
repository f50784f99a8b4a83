"""Public pages are "not modified", or sent as they were made before, exactly while they would be the same."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from skills.models import Demand, Occupation, Skill
from study.actions import publish_study
from surveys.models import Need
from tera.unchanged import kept_pages
from tests.factories.actionplan import (
    MilestoneFactory,
    NodeOfferFactory,
    NodePartyFactory,
    ObservationFactory,
)
from tests.factories.members import UserFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory
from tests.study.conftest import make_study
from training.models import Offer

pytestmark = pytest.mark.django_db
PAGES = {
    "home": lambda site: reverse("study:home"),
    "studies": lambda site: reverse("study:study-list"),
    "study": lambda site: reverse("study:study-detail", args=["2025"]),
    "plan": lambda site: reverse("actionplan:plan"),
    "node": lambda site: site.action.get_absolute_url(),
    "gaps": lambda site: reverse("gap-board"),
    "catalogue": lambda site: reverse("training:offer-list"),
    "offer": lambda site: site.offer.get_absolute_url(),
    "profiles": lambda site: reverse("training:profile-list"),
    "profile": lambda site: reverse("training:profile-detail", args=[site.profile.code]),
    "gap of a profile": lambda site: reverse("training:profile-gap", args=[site.profile.code]),
    "skill": lambda site: reverse("training:skill-detail", args=[site.skill.code]),
    "csv": lambda site: reverse("training:offers-csv"),
    "atom": lambda site: reverse("training:offers-atom"),
    "elm": lambda site: reverse("training:offers-jsonld"),
    "offers for programs": lambda site: reverse("api:v1:offers"),
    "offer for programs": lambda site: reverse("api:v1:offer", args=[site.offer.slug]),
    "providers for programs": lambda site: reverse("api:v1:providers"),
    "profiles for programs": lambda site: reverse("api:v1:profiles"),
    "skills for programs": lambda site: reverse("api:v1:skills"),
    "calendar": lambda site: reverse("training:edition-ics", args=[site.offer.slug, site.edition.pk]),
}
every_page = pytest.mark.parametrize("page", PAGES)


class Site:
    """A published study with its plan, and an offer that serves the plan's action."""

    def __init__(self, manager):
        self.study, self.manager = make_study(), manager
        publish_study(self.study, by=manager)
        self.action = self.study.plan.nodes.get(kind="action")
        self.profile = Need.objects.filter(profile__isnull=False).first().profile
        self.skill = Need.objects.filter(skill__isnull=False).first().skill
        self.offer = OfferFactory()
        self.edition = EditionFactory(offer=self.offer)
        OfferProfileFactory(offer=self.offer, profile=self.profile)
        OfferSkillFactory(offer=self.offer, skill=self.skill)
        NodeOfferFactory(node=self.action, offer=self.offer)
        self.party = NodePartyFactory(node=self.action)
        self.milestone = MilestoneFactory(node=self.action)


@pytest.fixture
def site(manager):
    return Site(manager)


def headers_of(answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


@every_page
def test_page_that_did_not_change_is_answered_with_one_query(client, site, page, django_assert_num_queries):
    path = PAGES[page](site)
    first = client.get(path)

    with django_assert_num_queries(1):
        answer = client.get(path, headers={"If-None-Match": first["ETag"]})
    with django_assert_num_queries(1):
        other = Client().get(path)

    assert (first.status_code, answer.status_code, answer.content) == (200, 304, b"")
    assert "public" in answer["Cache-Control"]
    assert other.content == first.content
    assert headers_of(other) == headers_of(first)


WRITES = {
    "observation": lambda site: ObservationFactory(indicator=site.study.plan.indicators.first()),
    "indicator": lambda site: site.study.plan.indicators.update(name_es="Otro"),
    "node": lambda site: site.study.plan.nodes.update(progress=7),
    "party": lambda site: site.party.delete(),
    "organisation": lambda site: site.party.organisation.save(),
    "milestone": lambda site: site.milestone.delete(),
    "plan": lambda site: type(site.study.plan).objects.update(is_public=False),
    "study": lambda site: type(site.study).objects.update(title_es="Otro"),
    "snapshot": lambda site: publish_study(site.study, by=site.manager),
    "skill": lambda site: Skill.objects.update(label_es="Otra"),
    "occupation": lambda site: Occupation.objects.update(label="x"),
    "demand": lambda site: Demand.objects.all().delete(),
    "offer": lambda site: Offer.objects.update(name_es="Otra"),
    "edition": lambda site: site.edition.delete(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
def test_whatever_pages_show_changes_every_validator(client, site, write):
    paths = [PAGES[page](site) for page in ("home", "study", "plan", "profile")]
    etags = {path: client.get(path)["ETag"] for path in paths}

    write(site)

    for path, etag in etags.items():
        assert client.get(path, headers={"If-None-Match": etag}).status_code != 304


@every_page
def test_every_table_that_a_page_reads_leaves_a_mark_when_it_changes(client, site, page):
    path = PAGES[page](site)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid::regproc::text IN "
            "('training_page_changed', 'training_search_changed', 'training_search_outdated')"
        )
        marked = {table for (table,) in cursor.fetchall()}
    assert read
    # The last is where answers are counted, and shown by none.
    assert read - marked <= {"training_searchchange", "training_searchindex", "training_searchmiss", "cache"}


@every_page
def test_page_of_somebody_who_is_signed_in_is_made_for_them_and_never_kept(client, site, page):
    path = PAGES[page](site)
    client.force_login(UserFactory())

    answer = client.get(path)

    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert not kept_pages
    assert Client().get(path)["ETag"] != answer["ETag"]


def test_page_after_a_change_shows_it_to_everybody(client, site):
    path = reverse("study:home")
    client.get(path)
    number = Offer.objects.published().count()

    OfferFactory()

    assert client.get(path).context["offers"] == number + 1


def test_pages_of_two_languages_and_two_days_are_kept_apart(client, site, time_machine):
    time_machine.move_to("2026-11-25T12:00:00Z")
    with override("en"):
        english = reverse("study:home")
    etags = [client.get(path)["ETag"] for path in (reverse("study:home"), english)]
    time_machine.move_to("2026-11-26T12:00:00Z")
    etags.append(client.get(reverse("study:home"))["ETag"])

    assert len(set(etags)) == 3
    assert '<html lang="en">' in client.get(english).content.decode()


def test_page_with_a_form_of_ones_own_and_a_search_are_not_kept(client, site):
    client.get(reverse("training:offer-list") + "?q=redes")

    assert not kept_pages


def test_address_that_leads_nowhere_is_not_found_again_and_again(client, site):
    path = reverse("study:study-detail", args=["1999"])

    assert [client.get(path).status_code for _time in range(2)] == [404, 404]
