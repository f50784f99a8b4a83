"""What a facet counts, and in which order its values come."""

from datetime import date

import pytest

from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory
from tests.training.facets.catalogues import TODAY
from training.counts import count_facets
from training.criteria import Criteria
from training.facets import end_of_month, facets_on, months_later
from training.models import Offer

pytestmark = pytest.mark.django_db


def test_filters_of_editions_must_hold_for_one_and_the_same_edition():
    offer = OfferFactory()
    EditionFactory(offer=offer, course_mode="online", price_category="paid")
    EditionFactory(offer=offer, course_mode="onsite", price_category="free")

    def total(**chosen) -> int:
        criteria = Criteria(chosen={key: (value,) for key, value in chosen.items()})
        return count_facets(Offer.objects.published(), criteria, "es", TODAY).total

    assert total(modalidad="online") == total(precio="free") == 1
    assert total(modalidad="online", precio="free") == 0
    assert total(modalidad="onsite", precio="free") == 1


def test_drafts_and_unconfirmed_suggestions_are_not_counted():
    OfferFactory(status="draft", kind="mooc")
    OfferSkillFactory(offer__kind="course", skill__code="go", origin="suggested", confirmed_on=None)

    counts = count_facets(Offer.objects.published(), Criteria(), "es", TODAY)

    assert (counts.total, counts.values["tipo"], counts.values["habilidad"]) == (1, {"course": 1}, {})


def test_facets_come_in_the_order_of_their_use():
    wanted = "para precio paga modalidad cuando habilidad nivel duracion certificado grado tipo proveedor "
    wanted += "centro idioma perfil"

    assert [facet.key for facet in facets_on(TODAY)] == wanted.split()


@pytest.mark.parametrize(
    ("day", "last", "later"),
    [
        (date(2026, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 4, 1)),
    ],
)
def test_windows_end_with_the_month(day, last, later):
    assert (end_of_month(day), months_later(day, 3)) == (last, later)
