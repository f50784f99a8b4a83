import pytest

from tests.factories.training import HarvestRunFactory
from training.harvesting.report import shown_changes, shown_problems, summary

pytestmark = pytest.mark.django_db


def change(**fields):
    return {
        "key": "k",
        "name": "Redes",
        "what": "new",
        "offer": None,
        "fields": fields,
        "held": {},
        "skills": 0,
    }


def test_values_are_said_as_the_panel_says_them_in_its_order():
    fields = {
        "2027-01-01 · course_mode": [None, "onsite"],
        "price_category": ["", "free"],
        "audience": [[], ["student", "anyone"]],
        "name_es": ["", "Redes"],
        "no_such_field": [None, 3],
    }
    run = HarvestRunFactory(changes=[change(**fields)])

    (shown,) = shown_changes(run)

    assert shown.fields == [
        ("nombre [es]", "", "Redes"),
        ("quién puede inscribirse", "", "Estudiantes, Cualquier persona"),
        ("categoría de precio", "", "Gratuita"),
        ("no_such_field", "", 3),
        ("2027-01-01 · modalidad", "", "Presencial"),
    ]


def test_problem_names_the_field_in_the_readers_language():
    rows = [
        {"where": "w", "code": "bad_value", "detail": "learning_hours: un trimestre"},
        {"where": "w", "code": "status", "detail": "404"},
        {"where": "w", "code": "unheard_of", "detail": ""},
    ]

    details = [
        (reason, detail) for _where, reason, detail in shown_problems(HarvestRunFactory(problems=rows))
    ]

    assert details == [
        ("Un valor no se entendió y se dejó fuera.", "horas: un trimestre"),
        ("El sitio respondió con un error.", "404"),
        ("unheard_of", ""),
    ]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"state": "queued"}, "A la espera del proceso de fondo"),
        ({"state": "running", "done": 2, "total": 9}, "Leyendo: página 2 de 9"),
        (
            {"state": "failed", "trouble": "status", "trouble_detail": "500"},
            "El sitio respondió con un error. (500)",
        ),
        (
            {"state": "alarm", "seen": 1, "expected": 7},
            "1 oferta vista; 7 en la última visita buena. No se cambió nada.",
        ),
        (
            {"seen": 4, "new": 1, "changed": 2, "unchanged": 1},
            "4 ofertas vistas: 1 nuevas, 2 cambiadas, 1 sin cambios, 0 que ya no se ven",
        ),
    ],
)
def test_summary_says_in_one_line_what_came_of_it(about, words):
    assert summary(HarvestRunFactory(**about)) == words
