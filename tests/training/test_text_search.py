"""The SQL functions behind the catalogue's text search."""

import csv
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import OfferFactory, OfferProfileFactory, OfferSkillFactory
from tests.thorough import examples
from training.counts import matching_text
from training.everyday import load_synonyms
from training.models import Offer, Synonym

pytestmark = pytest.mark.django_db
PAIRS = Path(__file__).parents[3] / "shared/data/search_pairs_es.csv"
ANY_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=3000)
TOGETHER = settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def matches(document: str, query: str, language: str = "es") -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT offer_tsvector_{language}(%s) @@ offer_tsquery_{language}(%s)",  # noqa: S608
            [document, query],
        )
        return cursor.fetchone()[0]


@pytest.mark.skipif(not PAIRS.exists(), reason="the shared pair list is not on this machine")
def test_spanish_search_meets_the_measured_bar_on_the_shared_pairs():
    with PAIRS.open(encoding="utf-8") as lines:
        pairs = list(csv.DictReader(lines))

    wanted = [(pair["document"], pair["query"]) for pair in pairs if pair["should_match"] == "1"]
    misses = [pair for pair in wanted if not matches(*pair)]
    traps = [
        (pair["document"], pair["query"])
        for pair in pairs
        if pair["should_match"] == "0" and matches(pair["document"], pair["query"])
    ]

    print(f"missed {misses}; false {traps}")  # noqa: T201
    assert len(wanted) == 60
    assert len(misses) <= 1
    assert len(traps) <= 3


@pytest.mark.parametrize(
    ("document", "query"),
    [
        ("Administración de redes", "administracion de redes"),
        ("Administracio\u0301n de redes", "administración"),
        ("Técnico/a en Ciberseguridad", "tecnico"),
        ("Programador/a con IA", "programador"),
        ("Curso de C++ moderno", "c++"),
        ("Desarrollo con C#", "C#"),
        ("Desarrollo en .NET", ".net"),
        ("Desarrollo en ASP.NET", ".NET"),
        ("Backend con Node.js", "node js"),
        ("Backend con Node.js", "Node.js"),
        ("Gestión de proyectos de I+D+i", "i+d"),
        ("Gestión de la I+D", "I+D+I"),
        ("Introducción a Python.Datos después", "datos"),
        ("Back-end y front-end", "back-end"),
        ("IFCT0109 Seguridad informática", "ifct0109"),
        ("BOE-A-2010-9269", "boe-a-2010-9269"),
        ("Evaluaciones de impacto", "evaluacion"),
        ("Migración a la nube", "migraciones"),
        ("Migración a la nube", "migrar"),
        ("Migración a la nube", '"migracion a la nube"'),
        ("Aprende a migrar bases de datos", "migración"),
        ("Auditoría de sistemas", "auditor"),
        ("Auditor de sistemas", "auditorias"),
        ("Tecnología educativa", "tecnológico"),
        ("Economía digital", "economico"),
        ("Talleres de robótica", "taller"),
        ("Interfaces de usuario", "interfaz"),
        ("Índices de rendimiento", "índice"),
        ("Configuración de routers", "router"),
        ("Certificación Linux", "certificado"),
        ("Comunicación eficaz", "comunicar"),
        ("Máster en datos", "masters"),
        ("Inglés técnico", "inglesa"),
        ("Curso más avanzado", "más avanzado"),
    ],
)
def test_spanish_search_finds(document, query):
    assert matches(document, query)


@pytest.mark.parametrize(
    ("document", "query"),
    [
        ("Curso de C++", "c#"),
        ("Curso de C#", "c++"),
        ("Lenguaje C", "c++"),
        ("Redes de internet", ".net"),
        ("Curso de Python", "python -curso"),
        ("Bases de datos", '"datos bases"'),
        ("Espacios en común", "comunicación"),
        ("De forma práctica", "formación"),
    ],
)
def test_spanish_search_does_not_find(document, query):
    assert not matches(document, query)


@pytest.mark.parametrize(
    ("document", "query"),
    [
        ("Programming in C++", "programs c++"),
        ("Relational databases", "database"),
        ("Café management", "cafe"),
        ("R&D projects", "r&d"),
    ],
)
def test_english_search_finds(document, query):
    assert matches(document, query, "en")


@pytest.mark.parametrize("language", ["es", "en"])
@TOGETHER
@given(text=ANY_TEXT | st.text('-" aor&|!*:', max_size=600))
def test_any_text_is_a_safe_query_and_a_safe_document(language, text):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT offer_tsquery_{language}(%s), offer_tsvector_{language}(%s)",  # noqa: S608
            [text, text],
        )
        query, vector = cursor.fetchone()

    assert isinstance(query, str)
    assert isinstance(vector, str)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "\U0001f600" * 10_000,
        "\ufdfa" * 10_000,
        "漢" * 10_000,
        "c++ " * 2_500,
        "ion " * 2_500,
        "((((" * 2_500,
        '"' * 9_999,
        "-" * 10_000,
        "a-" * 5_000,
        '-""' * 3_000,
        "- " * 5_000,
        "or " * 3_000,
        "& | ! <-> :* \\ '' (",
        "‮עברית",
    ],
    ids=[
        "word",
        "emoji",
        "ligature",
        "han",
        "c++",
        "ion",
        "brackets",
        "quotes",
        "minus",
        "a-",
        "not-nothing",
        "minus-space",
        "or",
        "tsquery",
        "rtl",
    ],
)
def test_ten_thousand_characters_are_a_safe_query_and_a_safe_document(text):
    assert matches(text, text) in (True, False)


def found(text: str, language: str = "es") -> list[Offer]:
    return list(Offer.objects.filter(matching_text(text, language)).order_by("pk"))


def test_offer_is_found_by_provider_skills_profiles_and_words_for_its_choices():
    offer = OfferFactory(
        name_es="Introducción",
        provider__organisation__legal_name="Academia Valdeolivo",
        price_category="free",
        course_mode="online",
        audience=["unemployed"],
    )
    OfferSkillFactory(offer=offer, skill=SkillFactory(label_es="Análisis de datos", label_en="Data analysis"))
    OfferProfileFactory(offer=offer, profile=ProfileFactory(label_es="Analista de datos"))

    assert found("curso datos valdeolivo gratis online desempleados") == [offer]
    assert found("analista") == [offer]
    assert found("free online data analysis", "en") == [offer]


def test_offer_follows_renamed_skills_providers_and_removed_links():
    offer = OfferFactory(provider__organisation__legal_name="Antigua")
    link = OfferSkillFactory(offer=offer, skill=SkillFactory(label_es="Java"))

    organisation = offer.provider.organisation
    organisation.legal_name = "Novedosa"
    organisation.save()
    link.skill.label_es = "Kotlin"
    link.skill.save()

    assert found("novedosa kotlin") == [offer]
    assert found("antigua") == []
    link.delete()
    assert found("kotlin") == []


def test_suggested_skill_is_not_searchable_until_confirmed():
    link = OfferSkillFactory(skill__label_es="Rust", origin="suggested", confirmed_on=None)

    assert found("rust") == []
    link.confirmed_on = "2026-11-24"
    link.save()
    assert found("rust") == [link.offer]


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
