"""Synonyms widen a search, in their own language."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.training import OfferFactory
from tests.training.text_search.reading import ANY_TEXT, TOGETHER, found
from training.everyday import load_synonyms
from training.models import Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def synonyms(db):
    load_synonyms()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Introducción a la inteligencia artificial", "IA"),
        ("Curso de IA generativa", "inteligencia artificial"),
        ("Fundamentos de IA", "artificial intelligence"),
        ("Servicios en la nube", "cloud"),
        ("Cloud computing con contenedores", "curso nube contenedores"),
        ("Administración de BBDD", "base de datos"),
        ("Analista de sistemas", "análisis"),
        ("Taller para parados", "desempleo"),
        ("Ciclo formativo superior", "FP superior"),
    ],
)
def test_search_finds_synonyms(synonyms, name, text):
    offer = OfferFactory(name_es=name)
    OfferFactory(name_es="Otra cosa")

    assert found(text) == [offer]


def test_search_with_synonyms_still_asks_for_every_word(synonyms):
    OfferFactory(name_es="Curso de IA generativa")

    assert found("inteligencia artificial industrial") == []
    assert found("inteligencia emocional") == []


def test_changed_and_removed_synonyms_change_the_search_at_once():
    offer = OfferFactory(name_es="Contenedores")
    synonym = Synonym.objects.create(language="es", words=["contenedores", "docker"])
    assert found("docker") == [offer]

    synonym.words = ["contenedores", "podman"]
    synonym.save()
    assert (found("docker"), found("podman")) == ([], [offer])

    synonym.delete()
    assert found("podman") == []


def test_synonyms_of_one_language_do_not_touch_the_other():
    OfferFactory(name_es="Contenedores", name_en="Contenedores")
    Synonym.objects.create(language="es", words=["contenedores", "docker"])

    assert found("docker", "en") == []


def test_synonym_of_stop_words_only_leaves_the_search_as_it_was():
    offer = OfferFactory(name_es="Contenedores")
    Synonym.objects.create(language="es", words=["de la", "contenedores"])

    assert found("contenedores") == [offer]


@TOGETHER
@given(text=ANY_TEXT | st.text('-" aor&|!*:', max_size=600))
def test_any_text_is_a_safe_search(synonyms, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_search_es(%s), offer_search_en(%s)", [text, text])
        assert all(isinstance(query, str) for query in cursor.fetchone())
