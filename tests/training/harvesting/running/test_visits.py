"""One visit after another: new offers wait for review, and only what changed is written."""

from decimal import Decimal

import pytest

from tests.factories.skills import SkillFactory
from tests.factories.training import (
    OfferFactory,
    OfferSkillFactory,
)
from tests.training.harvesting.running.conftest import School, counts
from training.enums import ValueOrigin
from training.harvesting.running import perform
from training.models import HarvestItem, Offer, OfferSkill
from training.provenance import receive

pytestmark = pytest.mark.django_db


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


def test_visit_is_made_once(school):
    school.teach("redes")
    run = school.visit()
    asked = len(school.site.asked)

    perform(run.pk)

    assert len(school.site.asked) == asked


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
