"""The fast path against the plain one: the same counts and the same order, also after changes."""

import gc
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory
from tests.thorough import examples
from tests.training.facets.catalogues import FEW, OFFER, OPTIONS, TODAY, store
from tests.training.facets.conftest import terms
from training.enums import SortOrder
from training.indexing import engine
from training.indexing.build import build_indexes
from training.indexing.queries import Unsupported, read_query
from training.indexing.upkeep import keep_indexes
from training.models import Offer, SearchChange, SearchIndex, Synonym
from training.search import OfferSearch

__all__ = ["terms"]

pytestmark = pytest.mark.django_db
TEXTS = [
    "",
    "redes",
    "datos nube",
    "redes or nube",
    "curso -redes",
    '"redes 1"',
    '"curso online" -datos',
    "ia",
    "gratis",
    "de la",
    "IFCT0109",
    "no-such-word",
    "curso",
]
CHANGE = st.tuples(st.integers(0, 5), st.sampled_from(["name", "draft", "edition", "delete", "skill", "new"]))


def address(text: str, chosen: dict, options: dict, sort: str, page: int) -> QueryDict:
    data = QueryDict(mutable=True)
    data["q"], data["orden"], data["pagina"] = text, sort, str(page)
    for key, values in chosen.items():
        data.setlist(key, values)
    for key, value in options.items():
        data[key] = value
    return data


def outcome(search: OfferSearch) -> tuple:
    counts = search.counts
    pages = [[offer.pk for offer in search.first(50)], [offer.pk for offer in search.page]]
    rows = search.fitting(Offer.objects.published()).order_by("-created_at", "pk")
    newest = [offer.pk for offer in (search.newest(3) if search.fast else rows[:3])]
    values = {k: dict(v) for k, v in counts.values.items()}
    return counts.total, search.number, dict(counts.without), values, pages, newest


def both(data: QueryDict, day=TODAY, language: str = "es") -> tuple[tuple, tuple]:
    fast = OfferSearch(data, language=language, day=day)
    plain = OfferSearch(data, language=language, day=day)
    plain.fast = None
    assert fast.fast is not None
    return outcome(fast), outcome(plain)


def change(offers: list[Offer], changes: list[tuple[int, str]]) -> None:
    for number, kind in changes:
        if kind == "new":
            OfferFactory(name_es=f"redes nuevas {number}", course_mode="online")
            continue
        row = Offer.objects.filter(pk=offers[number % len(offers)].pk).first() if offers else None
        if row is None:
            continue
        if kind == "name":
            row.name_es = f"Nube {number}"
            row.save()
        elif kind == "draft":
            Offer.objects.filter(pk=row.pk).update(status="draft")
        elif kind == "edition":
            EditionFactory(offer=row, start_date=TODAY + timedelta(number), course_mode="blended")
        elif kind == "skill":
            OfferSkillFactory(offer=row)
        else:
            row.delete()


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    offers=st.lists(OFFER, max_size=6),
    codes=st.lists(st.sampled_from(["", "IFCT0109", "redes"]), min_size=6, max_size=6),
    asked=st.lists(
        st.tuples(st.sampled_from(TEXTS), FEW, OPTIONS, st.sampled_from(SortOrder.values), st.integers(1, 3)),
        min_size=1,
        max_size=4,
    ),
    changes=st.lists(CHANGE, max_size=4),
    frequent=st.sampled_from([1, 2, 1_000]),
    days_later=st.sampled_from([0, 0, 1, 7, 40]),
    wanted=st.booleans(),
)
def test_fast_search_equals_the_plain_one(terms, offers, codes, asked, changes, frequent, days_later, wanted):
    with transaction.atomic():
        store(offers, terms)
        rows = list(Offer.objects.order_by("pk"))
        for row, code in zip(rows, codes, strict=False):
            Offer.objects.filter(pk=row.pk).update(certificate_code=code)
        if wanted and rows:
            DemandFactory(profile=OfferProfileFactory(offer=rows[-1]).profile, companies=20)
        Synonym.objects.create(language="es", words=["ia", "redes nuevas"])
        build_indexes(TODAY, ["es"], frequent=frequent)
        change(rows, changes)
        found = [both(address(*query), TODAY + timedelta(days_later)) for query in asked]
        transaction.set_rollback(True)

    for fast, plain in found:
        assert fast == plain
        assert fast[0] == fast[1]


def many(number: int) -> None:
    for place in range(number):
        offer = OfferFactory(
            name_es=f"Redes {place % 7}" if place % 3 else "Datos", abstract_es="Con redes y nube"
        )
        if place % 2:
            EditionFactory(offer=offer, application_deadline=TODAY + timedelta(place % 5))


@pytest.mark.parametrize("sort", SortOrder.values)
@pytest.mark.parametrize("text", ["", "redes"])
def test_pages_of_a_fast_search_equal_those_of_the_plain_one(sort, text):
    many(50)
    build_indexes(TODAY, ["es"], frequent=5)
    moved = Offer.objects.order_by("pk")[11]
    moved.name_es = "Aa redes"
    moved.save()
    OfferFactory(name_es="Zz redes")

    for page in (1, 2, 3, 10**9):
        fast, plain = both(address(text, {}, {}, sort, page))
        assert fast == plain


def test_index_answers_without_looking_at_offers_that_did_not_change(django_assert_max_num_queries):
    many(30)
    build_indexes(TODAY, ["es"], frequent=1)
    search = OfferSearch(QueryDict("q=redes"), language="es", day=TODAY)
    assert search.fast

    with django_assert_max_num_queries(0):
        assert search.counts.total == 30
        assert len(search.fast.ids(0, 20)) == 20


def test_loaded_index_is_not_looked_through_for_garbage():
    many(3)
    build_indexes(TODAY, ["es"], frequent=1)
    gc.unfreeze()
    assert gc.get_freeze_count() == 0

    search = OfferSearch(QueryDict("q=redes"), language="es", day=TODAY)

    assert search.fast.index
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize("form", ["csv", "json", "atom", "ics", "jsonld"])
def test_files_are_the_same_with_an_index(client, form):
    many(30)
    path = reverse(f"training:offers-{form}") + "?q=redes"
    plain = client.get(path).content
    build_indexes(timezone.localdate(), ["es"], frequent=5)

    fast = client.get(path).content

    assert len(plain) > 500
    assert without_time(fast) == without_time(plain)


def without_time(content: bytes) -> bytes:
    """Leave out when a feed was written, in case it has no newest entry to tell."""
    return re.sub(rb"<updated>[^<]*</updated>", b"", content, count=1)


def test_every_way_of_writing_an_offer_is_a_change(terms):
    providers, skills, _profiles = terms
    offer = OfferFactory(provider=providers["vendor"])
    other = OfferFactory(provider=providers["university"])
    edition = EditionFactory(offer=offer)
    link = OfferSkillFactory(offer=offer, skill=skills["java"])

    def changed() -> set[int]:
        found = set(SearchChange.objects.values_list("offer_id", flat=True)) - {SearchChange.NONE}
        SearchChange.objects.all().delete()
        return found

    changed()
    Offer.objects.filter(pk=offer.pk).update(level="initial")
    assert changed() == {offer.pk}
    edition.delete()
    assert changed() == {offer.pk}
    link.delete()
    assert changed() == {offer.pk}
    providers["vendor"].provider_type = "company"
    providers["vendor"].save()
    assert changed() == {offer.pk}
    other.provider.organisation.slug = "new-slug"
    other.provider.organisation.save()
    assert changed() == {other.pk}
    other.delete()
    assert len(changed()) == 1


def test_new_demand_makes_an_index_wait_for_its_next_build():
    many(3)
    build_indexes(TODAY, ["es"])
    DemandFactory(profile=OfferProfileFactory().profile)

    assert OfferSearch(QueryDict(""), language="es", day=TODAY).fast is None
    build_indexes(TODAY, ["es"])
    assert OfferSearch(QueryDict(""), language="es", day=TODAY).fast is not None
    assert not SearchChange.objects.exclude(offer_id=SearchChange.NONE).exists()


def test_too_many_changes_are_left_to_the_plain_path(monkeypatch):
    many(3)
    build_indexes(TODAY, ["es"])
    many(3)
    monkeypatch.setattr(engine, "MOST_CHANGES", 2)

    assert OfferSearch(QueryDict(""), language="es", day=TODAY).fast is None


def test_indexes_are_kept_only_where_offers_are_many(settings):
    many(3)
    settings.FAST_SEARCH_FROM = 3
    assert keep_indexes(TODAY) == "1"
    assert keep_indexes(TODAY) == "0"
    assert SearchIndex.objects.count() == 2

    many(1)
    assert keep_indexes(TODAY) == "0"
    assert keep_indexes(TODAY + timedelta(1)) == "1"
    assert not SearchChange.objects.exclude(offer_id=SearchChange.NONE).exists()

    settings.FAST_SEARCH_FROM = 5
    keep_indexes(TODAY)
    assert not SearchIndex.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "'a' & !'b'",
        "'a' <-> 'b' | 'c'",
        "( 'a' | 'b' ) & 'c''d'",
        "'a' <2> 'b'",
        "!( 'a' <-> 'b' ) & 'c'",
        "",
    ],
)
def test_queries_are_read_as_postgresql_writes_them(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsquery::text", [text])
        written = cursor.fetchone()[0]

    assert (read_query(written) is None) == (text == "")


@pytest.mark.parametrize("text", ["'a' & ", "'a':*", "'a':AB", "( 'a'", "'a' 'b'", "'a' <-> !'b'"])
def test_queries_that_sets_cannot_answer_are_left_to_the_plain_path(text):
    with pytest.raises(Unsupported):
        read_query(text)
