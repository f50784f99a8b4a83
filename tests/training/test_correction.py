import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.skills import SkillFactory
from tests.factories.training import OfferFactory
from training.correction import corrected, vocabulary
from training.models import Synonym
from training.spelling import FAR, distance, plain

WORDS = {
    plain(word): word
    for word in (
        "python",
        "kubernetes",
        "ciberseguridad",
        "programación",
        "datos",
        "contabilidad",
        "nube",
        "redes",
        "excel",
        "wordpress",
        "videojuegos",
        "big",
        "data",
        "bases",
        "comunicaciones",
        "locales",
        "ifct0109",
    )
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phyton", "python"),
        ("kuberentes", "kubernetes"),
        ("ciberseguirdad", "ciberseguridad"),
        ("programasion", "programación"),
        ("curso de phyton", "curso de python"),
        ("Phyton y kuberentes", "python y kubernetes"),
        ("PROGRAMACION", "PROGRAMACION"),
        ("peluquería", "peluquería"),
        ("cloud", "cloud"),
        ("exel", "excel"),
        ("exsel avanzado", "excel avanzado"),
        ("cyberseguridad", "ciberseguridad"),
        ("cyber seguridad gratis", "ciberseguridad gratis"),
        ("word press", "wordpress"),
        ("IFCT-0109", "ifct0109"),
        ("bigdata", "big data"),
        ("redes sociales", "redes sociales"),
        ("telecomunicaciones", "telecomunicaciones"),
        ("becas", "becas"),
        ("C++", "C++"),
        ("ia", "ia"),
        ("", ""),
    ],
)
def test_words_are_put_right_only_where_one_is_like_them(typed, meant):
    assert corrected(typed, WORDS) == meant


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("exel", "excel", 0),
        ("siberseguridad", "ciberseguridad", 0),
        ("huno", "uno", 0),
        ("phyton", "python", 1),
        ("artifical", "artificial", 1),
        ("prgramacoin", "programacion", 2),
        ("cisco", "cinco", FAR),
        ("docker", "doce", FAR),
        ("contabilidad", "conectividad", FAR),
    ],
)
def test_words_are_as_far_as_they_sound_or_slip(typed, known, expected):
    assert distance(typed, known) == expected


@given(st.text("abcehiklqsuvxyz", max_size=12), st.text("abcehiklqsuvxyz", max_size=12))
def test_distance_is_the_same_both_ways_but_for_length(one, other):
    assert distance(one, one) == 0
    assert (distance(one, other) == 0) == (distance(other, one) == 0)


@given(st.text(max_size=60))
def test_any_text_is_put_right_without_harm(text):
    again = corrected(corrected(text, WORDS), WORDS)

    assert again == corrected(text, WORDS)


@pytest.mark.django_db
def test_search_that_finds_nothing_offers_what_may_be_meant(client):
    OfferFactory(name_es="Curso de Python", course_mode="online")

    page = client.get(reverse("training:offer-list"), {"q": "phyton", "modalidad": "online"})

    text = page.content.decode()
    assert page.context["search"].correction.text == "python"
    assert page.context["search"].correction.count == 1
    assert "?q=python&amp;modalidad=online" in text


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["python", "soldadura", "<script>alert(1)</script>", "x " * 50])
def test_nothing_is_offered_where_something_is_found_or_nothing_is_like_it(client, query):
    OfferFactory(name_es="Curso de Python")

    page = client.get(reverse("training:offer-list"), {"q": query})

    assert page.context["search"].correction is None


@pytest.mark.django_db
def test_word_of_the_synonyms_is_known(client):
    Synonym.objects.create(language="es", words=["ofimática", "Excel"])
    OfferFactory(name_es="Ofimática")

    page = client.get(reverse("training:offer-list"), {"q": "exel"})

    assert page.context["search"].correction.text == "excel"
    assert [sheet.offer.name for sheet in page.context["instead"]] == ["Ofimática"]
    assert "Lo que hay para «excel»" in page.content.decode()


@pytest.mark.django_db
def test_slip_that_an_offer_shares_still_leads_to_the_many(client):
    OfferFactory(name_es="Curso de programasion")
    OfferFactory.create_batch(5, name_es="Curso de programación")
    OfferFactory(name_es="Curso de redes")

    shared = client.get(reverse("training:offer-list"), {"q": "programasion"})
    right = client.get(reverse("training:offer-list"), {"q": "redes"})

    assert [sheet.offer.name for sheet in shared.context["sheets"]] == ["Curso de programasion"]
    assert shared.context["search"].correction.count == 5
    assert "?q=programaci%C3%B3n" in shared.content.decode()
    assert right.context["search"].correction is None


@pytest.mark.django_db
def test_word_that_every_offer_has_is_never_meant(client):
    OfferFactory.create_batch(2)

    assert client.get(reverse("training:offer-list"), {"q": "cursor"}).context["search"].correction is None


@pytest.mark.django_db
def test_first_few_of_what_may_be_meant_are_shown(client):
    OfferFactory.create_batch(7, name_es="Curso de Python")
    OfferFactory(name_es="Redes")

    page = client.get(reverse("training:offer-list"), {"q": "phyton"})

    assert len(page.context["instead"]) == 5
    assert "Ver las 7 ofertas" in page.content.decode()


@pytest.mark.django_db
def test_word_that_only_a_skill_has_is_not_offered_without_offers(client):
    SkillFactory(label_es="Kubernetes")
    OfferFactory(name_es="Redes")

    assert (
        client.get(reverse("training:offer-list"), {"q": "kuberentes"}).context["search"].correction is None
    )


@pytest.mark.django_db
def test_words_are_read_once_for_each_state_of_the_catalogue(django_assert_num_queries):
    OfferFactory(name_es="Contenedores")
    vocabulary("es")

    with django_assert_num_queries(1):
        assert "contenedores" in vocabulary("es")
    OfferFactory(name_es="Orquestadores")
    Synonym.objects.create(language="es", words=["clústeres", "granjas"])

    assert {"contenedores", "orquestadores", "clusteres"} <= set(vocabulary("es"))
