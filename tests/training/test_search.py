from datetime import date, timedelta

import pytest
from django.http import QueryDict

from tests.factories.skills import DemandFactory, SkillFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
)
from training.models import Offer, OfferSkill
from training.search import OfferSearch

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=50)


def search(address: str = "", language: str = "es") -> OfferSearch:
    return OfferSearch(QueryDict(address), language=language, day=TODAY)


def names(address: str = "") -> list[str]:
    return [offer.name_es for offer in search(address).page]


def test_search_finds_by_text_and_filters_together():
    OfferFactory(name_es="Redes en línea", course_mode="online")
    OfferFactory(name_es="Redes en el aula", course_mode="onsite")
    OfferFactory(name_es="Datos en línea", course_mode="online")
    OfferFactory(name_es="Redes en borrador", course_mode="online", status="draft")

    assert names("q=red&modalidad=online") == ["Redes en línea"]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (
            "fp grado superior informatica",
            {
                "name_es": "Técnico Superior en Cosas",
                "regulation_type": "fp_title",
                "professional_family": "IFC",
            },
        ),
        ("ciclo grado medio", {"name_es": "Técnico en Cosas", "regulation_type": "fp_title"}),
        ("fp especializacion", {"regulation_type": "fp_specialisation"}),
        ("certificado de profesionalidad", {"regulation_type": "certificate"}),
        ("titulo universitario", {"regulation_type": "official_degree"}),
        ("microcredenciales", {"credential_type": "micro_credential"}),
        ("cursos bonificados empresas", {"funded_by": "fundae_credit"}),
        ("becas", {"funded_by": "grant"}),
        ("cursos para autonomos", {"audience": ["self_employed"]}),
        ("curso para desempleados", {"audience": ["anyone"]}),
        ("desde cero", {"level": "initial"}),
        ("curso avanzado", {"level": "advanced"}),
        ("en ingles", {"in_language": "en"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_of_everyday_find_what_the_choices_of_an_offer_say(asked, fields):
    offer = OfferFactory(**({"name_es": "Cosas"} | fields))
    OfferFactory(name_es="Otras", audience=["employed"], level="intermediate", in_language="es")

    assert list(search(f"q={asked}").page) == [offer]


def test_offer_is_found_by_where_its_editions_are_and_who_pays_for_them():
    offer = EditionFactory(municipality="Torrelavega", funded_by="fundae_grant").offer
    EditionFactory(municipality="Reinosa", event_status="cancelled")

    assert list(search("q=curso+torrelavega").page) == [offer]
    assert list(search("q=subvencionado").page) == [offer]
    assert list(search("q=reinosa").page) == []


def test_offer_is_found_by_the_type_its_provider_has_now():
    offer = OfferFactory()
    provider = offer.provider
    assert names("q=universidad") == []

    provider.provider_type = "university"
    provider.save()

    assert list(search("q=universidad").page) == [offer]


def test_text_of_stop_words_only_asks_for_nothing():
    OfferFactory(name_es="Redes")

    assert names("q=de+la") == ["Redes"]


def test_exact_code_comes_first_even_before_open_enrolment():
    mentions = OfferFactory(name_es="Preparación de IFCT0109")
    EditionFactory(offer=mentions, application_deadline=SOON)
    OfferFactory(name_es="Seguridad informática", certificate_code="IFCT0109")

    assert names("q=ifct0109") == ["Seguridad informática", "Preparación de IFCT0109"]


def test_relevance_puts_hits_in_the_name_first_and_open_enrolment_within_them():
    OfferFactory(name_es="Python cerrado")
    open_now = OfferFactory(name_es="Python abierto")
    EditionFactory(offer=open_now, application_deadline=SOON)
    mentioned = OfferFactory(name_es="Datos", abstract_es="Con Python")
    EditionFactory(offer=mentioned, application_deadline=SOON)

    assert names("q=python") == ["Python abierto", "Python cerrado", "Datos"]


def test_relevance_without_text_goes_by_what_one_can_do_now():
    ended, soon, nothing, open_now = (OfferFactory(name_es=name) for name in "abcd")
    EditionFactory(offer=ended, end_date=TODAY - timedelta(days=1))
    EditionFactory(offer=soon, application_start_date=SOON)
    EditionFactory(offer=open_now, application_deadline=SOON)
    EditionFactory(offer=open_now, end_date=TODAY - timedelta(days=1))

    assert names("pasadas=1") == ["d", "b", "c", "a"]
    assert nothing.name_es == "c"


def test_sort_by_next_date_leaves_past_and_cancelled_dates_out():
    later, sooner, past, cancelled = (OfferFactory(name_es=name) for name in "abcd")
    EditionFactory(offer=later, start_date=LATER)
    EditionFactory(offer=sooner, start_date=TODAY - timedelta(days=90))
    EditionFactory(offer=sooner, start_date=SOON)
    EditionFactory(offer=past, start_date=TODAY - timedelta(days=90))
    EditionFactory(offer=cancelled, start_date=SOON, event_status="cancelled")

    assert names("orden=fecha")[:2] == ["b", "a"]


def test_sort_by_demand_counts_confirmed_links_and_the_latest_edition_only():
    wanted, wanted_less, unconfirmed, outdated = (OfferFactory(name_es=name) for name in "abcd")
    DemandFactory(profile=OfferProfileFactory(offer=wanted).profile, companies=20)
    DemandFactory(profile=None, skill=OfferSkillFactory(offer=wanted_less).skill, companies=10)
    link = OfferProfileFactory(offer=unconfirmed, confirmed_on=None)
    DemandFactory(profile=link.profile, companies=30)
    old = OfferProfileFactory(offer=outdated)
    DemandFactory(profile=old.profile, companies=30, edition="2024", reference_date="2024-12-31")

    assert names("orden=demanda") == ["a", "b", "c", "d"]


def test_shortest_first_leaves_unknown_hours_to_the_end():
    for name, hours in [("a", None), ("b", 600), ("c", 20), ("d", 20)]:
        OfferFactory(name_es=name, learning_hours=hours)

    assert names("orden=duracion") == ["c", "d", "b", "a"]


@pytest.mark.parametrize(("order", "expected"), [("recientes", ["a", "b"]), ("nombre", ["a", "b"])])
def test_other_sorts(order, expected):
    OfferFactory(name_es="b")
    OfferFactory(name_es="a")

    assert names(f"orden={order}") == expected


def test_pages_never_repeat_an_offer_and_the_last_one_answers_for_any_number():
    for _number in range(45):
        OfferFactory(name_es="Igual")

    pages = [[offer.pk for offer in search(f"pagina={number}").page] for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({pk for page in pages for pk in page}) == 45
    assert [offer.pk for offer in search(f"pagina={10**9}").page] == pages[2]
    assert [offer.pk for offer in search("pagina=nonsense").page] == pages[0]
    assert [offer.pk for offer in search("pagina=" + "9" * 9000).page] == pages[0]


def test_facets_list_zero_values_as_disabled_and_keep_the_chosen():
    OfferFactory(course_mode="online", price_category="free")
    OfferFactory(course_mode="onsite")

    found = search("precio=free&nivel=advanced")
    groups = {
        group.key: {o.value: (o.count, o.chosen, o.disabled) for o in group.options} for group in found.facets
    }

    assert groups["modalidad"] == {"online": (0, False, True), "onsite": (0, False, True)}
    assert groups["precio"] == {"free": (0, True, False)}
    assert groups["nivel"] == {"advanced": (0, True, False)}
    only_price = {group.key: group.options for group in search("precio=free").facets}
    assert [(o.value, o.count) for o in only_price["modalidad"]] == [("online", 1), ("onsite", 0)]


def test_chips_remove_one_value_each():
    chips = search("q=red&modalidad=online&modalidad=onsite&orden=nombre").chips

    assert [chip.remove_url for chip in chips] == [
        "?modalidad=online&modalidad=onsite&orden=nombre",
        "?q=red&modalidad=onsite&orden=nombre",
        "?q=red&modalidad=online&orden=nombre",
    ]


def test_empty_result_names_the_filters_to_blame_and_what_each_removal_brings():
    OfferFactory(name_es="Redes", course_mode="online", price_category="free")
    OfferFactory(name_es="Redes", course_mode="online", price_category="free")
    OfferFactory(name_es="Datos", course_mode="onsite", price_category="free")

    found = search("q=redes&modalidad=onsite&precio=free")

    assert found.total == 0
    assert [(way.remove_url, way.count) for way in found.ways_out] == [
        ("?q=redes&precio=free", 2),
        ("?modalidad=onsite&precio=free", 1),
    ]


def test_english_search_reads_english_text_and_falls_back_to_the_spanish_name():
    OfferFactory(name_es="Redes", name_en="Networks")
    OfferFactory(name_es="Ciberseguridad")

    def found(text: str) -> list[str]:
        return [offer.name_es for offer in search(f"q={text}", "en").page]

    assert found("network") == ["Redes"]
    assert found("ciberseguridad") == ["Ciberseguridad"]


def test_search_counts_what_it_lists():
    for number in range(5):
        OfferFactory(course_mode="online" if number % 2 else "onsite", audience=["anyone"])

    found = search("modalidad=online&para=student")

    assert found.total == len(found.page) == found.offers.count() == 2
    assert Offer.objects.count() == 5


def test_search_leaves_out_what_is_over_and_says_how_many_more_there_are():
    over, called_off, ahead = (OfferFactory(name_es=name) for name in "abc")
    EditionFactory(offer=over, end_date=TODAY - timedelta(days=1))
    EditionFactory(offer=called_off, event_status="cancelled")
    EditionFactory(offer=ahead, end_date=TODAY - timedelta(days=1))
    EditionFactory(offer=ahead, start_date=SOON)
    OfferFactory(name_es="d")

    found = search()

    assert sorted(names()) == ["c", "d"]
    assert (found.total, found.over.count, found.over.remove_url) == (2, 2, "?pasadas=1")
    assert sorted(names("pasadas=1")) == ["a", "b", "c", "d"]
    assert search("pasadas=1").over is None
    assert [chip.remove_url for chip in search("pasadas=1").chips] == ["?"]


def test_search_by_days_asks_when_an_edition_starts():
    for name, start in [("a", SOON), ("b", LATER), ("c", None)]:
        EditionFactory(offer__name_es=name, start_date=start)

    assert names(f"desde={SOON}&hasta={SOON}") == ["a"]
    assert sorted(names(f"desde={SOON}")) == ["a", "b"]
    found = search(f"desde={LATER + timedelta(days=1)}")
    assert found.total == 0
    assert [(way.remove_url, way.count) for way in found.ways_out] == [("?", 3)]


def test_search_can_ask_for_every_skill_chosen():
    java, sql = SkillFactory(code="java"), SkillFactory(code="sql")
    both, one = OfferFactory(name_es="a"), OfferFactory(name_es="b")
    for offer, skill in [(both, java), (both, sql), (one, java)]:
        OfferSkillFactory(offer=offer, skill=skill)

    assert names("habilidad=java&habilidad=sql") == ["a", "b"]
    assert names("habilidad=java&habilidad=sql&todas=1") == ["a"]
    group = next(g for g in search("habilidad=java&todas=1").facets if g.key == "habilidad")
    assert [(option.value, option.count) for option in group.options] == [("java", 2), ("sql", 1)]


def test_options_that_mean_nothing_are_named():
    found = search("desde=mañana&hasta=2026-02-30&pasadas=yes&todas=&modalidad=moon")

    assert found.reading.unknown == (
        ("desde", "mañana"),
        ("hasta", "2026-02-30"),
        ("pasadas", "yes"),
        ("modalidad", "moon"),
    )
    assert found.criteria.size == 0


def test_a_group_of_many_values_folds_all_but_the_most_frequent_and_the_chosen():
    for number in range(11):
        OfferSkillFactory(skill__code=f"s{number:02}", skill__label_es=f"{number:02}")
        OfferSkillFactory(skill=OfferSkill.objects.latest("pk").skill) if number % 2 else None

    group = next(g for g in search("habilidad=s00").facets if g.key == "habilidad")

    shown = [option.value for option in group.shown]
    assert shown == ["s00", "s01", "s02", "s03", "s04", "s05", "s07", "s09"]
    assert [option.value for option in group.folded] == ["s06", "s08", "s10"]
