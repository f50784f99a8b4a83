import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from tests.factories.skills import SkillFactory
from tests.factories.training import (
    HarvestRunFactory,
    HarvestSourceFactory,
    OfferFactory,
    OfferSkillFactory,
)
from training.enums import ValueOrigin
from training.harvesting.running import perform
from training.models import Edition, HarvestItem, HarvestRun, Offer, OfferSkill
from training.provenance import note_origins, receive

pytestmark = pytest.mark.django_db
DAY = datetime(2027, 1, 10, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_day():
    with time_machine.travel(DAY, tick=True):
        yield


class School:
    """A provider's site with a page for each course, and the source that reads it."""

    def __init__(self, site, **source):
        self.site = site
        self.source = HarvestSourceFactory(url=f"{site.url}/sitemap.xml", **source)
        self.courses: dict[str, dict] = {}

    def teach(self, *names, **about):
        for name in names:
            self.courses[name] = {
                "@type": "Course",
                "name": name.title(),
                "url": f"{self.site.url}/{name}",
            } | about

    def visit(self, client=None, **run) -> HarvestRun:
        pages = "".join(f"<url><loc>{self.site.url}/{name}</loc></url>" for name in self.courses)
        self.site.page("/sitemap.xml", f"<urlset>{pages}</urlset>", kind="text/xml")
        for name, course in self.courses.items():
            page = f'<script type="application/ld+json">{json.dumps(course, default=str)}</script>'
            self.site.page(f"/{name}", page)
        run = HarvestRunFactory(source=self.source, state="queued", **run)
        perform(run.pk, client)
        run.refresh_from_db()
        return run


@pytest.fixture
def school(site):
    return School(site)


def counts(run):
    return run.state, run.seen, run.new, run.changed, run.unchanged, run.gone, run.left_out


def test_new_offers_wait_for_review_and_know_where_they_come_from(school):
    school.teach("redes", timeRequired="PT20H", offers={"price": "90,50", "priceCurrency": "EUR"})

    run = school.visit()

    offer = Offer.objects.get()
    assert counts(run) == ("done", 1, 1, 0, 0, 0, 0)
    assert (offer.status, offer.name_es, offer.slug, offer.provider) == (
        "in_review",
        "Redes",
        "redes",
        school.source.provider,
    )
    assert (offer.learning_hours, offer.price, offer.price_category) == (20, Decimal("90.50"), "paid")
    assert offer.source_url == f"{school.site.url}/redes"
    assert {(row.origin, row.locked) for row in offer.origins.all()} == {("harvest", False)}
    assert run.changes[0]["fields"]["learning_hours"] == [None, 20]


def test_second_visit_changes_only_what_changed(school):
    school.teach("redes", "nube", timeRequired="PT20H")
    school.visit()
    school.teach("redes", timeRequired="PT30H")

    run = school.visit()

    assert counts(run) == ("done", 2, 0, 1, 1, 0, 0)
    assert run.changes == [
        run.changes[0]
        | {"name": "Redes", "what": "changed", "fields": {"learning_hours": [20, 30]}, "held": {}}
    ]
    assert sorted(Offer.objects.values_list("learning_hours", flat=True)) == [20, 30]


def test_what_a_person_wrote_survives_and_the_report_says_so(school):
    school.teach("redes", timeRequired="PT20H", description="De la fuente")
    school.visit()
    receive(Offer.objects.get(), {"description_es": "A mano"}, ValueOrigin.PANEL)
    school.teach("redes", timeRequired="PT30H", description="Otra de la fuente")

    run = school.visit()

    offer = Offer.objects.get()
    assert (offer.description_es, offer.learning_hours) == ("A mano", 30)
    assert run.changes[0]["held"] == {"description_es": ["A mano", "Otra de la fuente"]}


def test_published_offer_stays_published(school):
    school.teach("redes", timeRequired="PT20H")
    school.visit()
    Offer.objects.update(status="published")
    school.teach("redes", timeRequired="PT30H")

    school.visit()

    assert Offer.objects.values_list("status", "learning_hours").get() == ("published", 30)


def test_offer_of_the_same_address_or_code_is_taken_and_not_doubled(school):
    url = f"{school.site.url}/redes"
    mine = OfferFactory(provider=school.source.provider, url=url, learning_hours=5)
    other_provider = OfferFactory(url=f"{school.site.url}/nube", course_code="N-1")
    coded = OfferFactory(provider=school.source.provider, course_code="W-1")
    school.teach("redes", timeRequired="PT20H")
    school.teach("nube", courseCode="N-1")
    school.teach("web", courseCode="W-1")

    run = school.visit()

    assert (run.new, run.changed) == (1, 2)
    assert set(HarvestItem.objects.values_list("offer", flat=True)) >= {mine.pk, coded.pk}
    assert not HarvestItem.objects.filter(offer=other_provider).exists()


def test_deleted_proposal_is_not_proposed_again(school):
    school.teach("redes", "nube")
    school.visit()
    Offer.objects.get(slug="redes").delete()

    run = school.visit()

    assert counts(run) == ("done", 2, 0, 0, 1, 0, 1)
    assert [offer.slug for offer in Offer.objects.all()] == ["nube"]


@pytest.mark.parametrize(("kept", "state"), [(7, "done"), (6, "alarm"), (0, "alarm")])
def test_drop_beyond_the_limit_changes_nothing_and_alarms(school, kept, state, manager):
    names = [f"curso-{number}" for number in range(10)]
    school.teach(*names, timeRequired="PT20H")
    school.visit()
    school.courses.clear()
    school.teach(*names[:kept], timeRequired="PT30H")

    run = school.visit()

    hours = set(Offer.objects.values_list("learning_hours", flat=True))
    assert (run.state, run.seen, run.expected) == (state, kept, 10)
    assert hours == ({20, 30} if state == "done" else {20})
    assert HarvestItem.objects.exclude(missing_since=None).count() == (3 if state == "done" else 0)


def test_first_visit_that_finds_nothing_is_an_alarm(school):
    assert counts(school.visit()) == ("alarm", 0, 0, 0, 0, 0, 0)


def test_smaller_number_can_be_taken_for_right(school):
    school.teach("redes", "nube", "web")
    school.visit()
    del school.courses["nube"], school.courses["web"]

    run = school.visit(takes_drop=True)

    assert (run.state, run.gone) == ("done", 2)
    assert school.visit().state == "done"


def test_offer_that_is_gone_is_flagged_since_when_and_comes_back(school):
    names = ["redes", "nube", "web", "datos"]
    school.teach(*names)
    school.visit()
    course = school.courses.pop("nube")
    with time_machine.travel(DAY + timedelta(days=2)):
        run = school.visit()
        item = HarvestItem.objects.get(key__endswith="nube")
        assert (run.gone, item.missing_since, item.last_seen_at.date()) == (1, item.missing_since, DAY.date())
        assert item.missing_since.date() == date(2027, 1, 12)
    assert Offer.objects.count() == 4
    school.courses["nube"] = course

    school.visit()

    assert HarvestItem.objects.exclude(missing_since=None).count() == 0


def test_offer_whose_page_fails_is_not_called_gone(school):
    school.teach("redes", "nube", "web", "datos")
    school.visit()
    school.courses.pop("nube")
    pages = "".join(f"<url><loc>{school.site.url}/{name}</loc></url>" for name in [*school.courses, "nube"])
    run = HarvestRunFactory(source=school.source, state="queued")
    school.site.page("/sitemap.xml", f"<urlset>{pages}</urlset>", kind="text/xml")
    school.site.page("/nube", status=500)

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.seen, run.gone) == ("done", 3, 0)
    assert [(row["where"], row["code"], row["detail"]) for row in run.problems] == [
        (f"{school.site.url}/nube", "status", "500")
    ]


def test_test_run_says_what_would_happen_and_writes_nothing(school):
    school.teach("redes")
    school.visit()
    school.teach("redes", timeRequired="PT30H")
    school.teach("nube")

    run = school.visit(is_test=True)

    assert counts(run) == ("done", 2, 1, 1, 0, 0, 0)
    assert [change["name"] for change in run.changes] == ["Redes", "Nube"]
    assert [offer.learning_hours for offer in Offer.objects.all()] == [None]
    assert HarvestItem.objects.count() == 1


def test_site_that_fails_is_told_to_managers_once(school, manager, django_capture_on_commit_callbacks):
    school.teach("redes")
    school.visit()
    school.courses.clear()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            school.visit()

    (message,) = mail.outbox
    assert message.to == [manager.email]
    assert "0 " in message.body
    assert "/admin/training/harvestrun/" in message.body


def test_address_that_fails_is_a_failed_visit_with_its_reason(site, manager):
    source = HarvestSourceFactory(url=f"{site.url}/nowhere.xml")
    run = HarvestRunFactory(source=source, state="queued")

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.trouble, run.trouble_detail) == ("failed", "status", "404")


def test_visit_is_made_once(school):
    school.teach("redes")
    run = school.visit()
    asked = len(school.site.asked)

    perform(run.pk)

    assert len(school.site.asked) == asked


def test_values_that_contradict_each_other_leave_out_that_offer_only(school):
    school.teach("redes", "nube", offers={"price": 90})
    school.visit()
    offer = Offer.objects.get(slug="redes")
    note_origins(offer, ["price"], ValueOrigin.PANEL)
    school.teach("redes", offers={"price": 0}, timeRequired="PT9H")
    school.teach("nube", offers={"price": 80}, timeRequired="PT9H")

    run = school.visit()

    assert (run.left_out, run.changed) == (1, 1)
    assert [row["code"] for row in run.problems] == ["refused"]
    assert Offer.objects.values_list("price", "learning_hours").get(slug="redes") == (Decimal(90), None)


def test_runs_keep_their_edition_when_their_dates_move(school):
    instance = {
        "@type": "CourseInstance",
        "@id": "#uno",
        "startDate": "2027-05-03",
        "maximumAttendeeCapacity": 20,
    }
    school.teach("redes", hasCourseInstance=[instance])
    school.visit()
    edition = Edition.objects.get()
    school.teach("redes", hasCourseInstance=[instance | {"startDate": "2027-05-10"}])

    run = school.visit()

    edition.refresh_from_db()
    assert (Edition.objects.count(), edition.start_date, edition.places) == (1, date(2027, 5, 10), 20)
    assert run.changes[0]["fields"] == {"2027-05-10 · start_date": ["2027-05-03", "2027-05-10"]}


def test_runs_that_are_over_are_not_added_but_existing_ones_are_kept_current(school):
    offer = OfferFactory(provider=school.source.provider, url=f"{school.site.url}/redes")
    edition = Edition.objects.create(offer=offer, start_date=date(2026, 5, 3))
    old = [{"startDate": "2026-05-03", "location": "Laredo"}, {"startDate": "2025-05-03"}]
    school.teach("redes", hasCourseInstance=old)

    school.visit()

    edition.refresh_from_db()
    assert (Edition.objects.count(), edition.municipality) == (1, "Laredo")


def test_skills_are_proposed_by_their_exact_name_and_once(school):
    skill = SkillFactory(label_es="Ciberseguridad", label_en="Cybersecurity")
    linked = SkillFactory(label_es="Redes", label_en="Networks")
    offer = OfferFactory(provider=school.source.provider, url=f"{school.site.url}/redes")
    OfferSkillFactory(offer=offer, skill=linked)
    school.teach("redes", teaches=["CIBERSEGURIDAD", "Networks", "algo de seguridad"])

    school.visit()

    link = OfferSkill.objects.get(skill=skill)
    assert (link.origin, link.confirmed_on) == ("suggested", None)
    assert OfferSkill.objects.filter(skill=linked).values_list("origin", flat=True).get() != "suggested"
    link.delete()
    school.visit()
    assert not OfferSkill.objects.filter(skill=skill).exists()


def test_english_site_gives_english_texts(site):
    school = School(site, language="en")
    school.teach("networks", description="Nets")

    school.visit()

    offer = Offer.objects.get()
    assert (offer.name_es, offer.name_en, offer.description_es, offer.description_en) == (
        "Networks",
        "Networks",
        offer.description_es,
        "Nets",
    )
    assert not offer.description_es


def test_equal_names_get_addresses_of_their_own(school):
    OfferFactory(slug="redes")
    school.teach("redes")

    school.visit()

    assert HarvestItem.objects.get().offer.slug == "redes-2"
