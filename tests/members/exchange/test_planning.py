from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from members.enums import ImportStatus
from members.exchange.actions import plan_import, receive_file
from members.models import Identifier, MembershipCategory, Organisation
from tests.factories.members import MembershipFactory, OrganisationFactory, YearlyFactFactory
from tests.members.exchange.conftest import errors_in
from tests.project.spreadsheets.files import workbook

pytestmark = pytest.mark.django_db
NIF = "B64717838"
OTHER_NIF = "B39000003"


def changes(plan) -> dict[str, tuple]:
    return {change.column.key: (change.before, change.after) for change in plan.rows[0].changes}


def test_plan_tells_new_changed_and_unchanged_rows(plan_of):
    OrganisationFactory(legal_name="Marea, S.L.", slug="marea", municipality="Laredo")
    OrganisationFactory(legal_name="Ola, S.L.", slug="ola", municipality="Noja")

    plan = plan_of(
        "Nombre;Tipo;Municipio\nMarea, S.L.;Empresa;Santander\nOla, S.L.;company;Noja\nNueva;Empresa;\n"
    )

    assert [row.status for row in plan.rows] == [
        ImportStatus.CHANGED,
        ImportStatus.UNCHANGED,
        ImportStatus.NEW,
    ]
    assert changes(plan) == {"municipality": ("Laredo", "Santander")}
    assert set(Organisation.objects.values_list("municipality", flat=True)) == {"Laredo", "Noja"}


@pytest.mark.parametrize(
    ("row", "column", "part"),
    [
        ("X;Empresa;B39000000;;;;;", "NIF", "B39000000"),
        ("X;Gigante;;;;;;", "tipo", "Gigante"),
        ("X;;;;;;;", "tipo", "nueva"),
        ("X;Empresa;;31/02/2024;;;;", "socio desde", "31/02/2024"),
        ("X;Empresa;;01/02/2024;01/01/2024;;;", "socio hasta", "último"),
        ("X;Empresa;;;01/01/2024;;;", "socio desde", "primer"),
        ("X;Empresa;;;;doce;2025;", "personas", "doce"),
        ("X;Empresa;;;;12;;", "año", "qué año"),
        ("X;Empresa;;;;12;25;", "año", "cuatro"),
        ("X;Empresa;;;;;;informática", "CNAE", "informática"),
    ],
)
def test_plan_reports_the_row_the_column_and_the_reason(plan_of, row, column, part):
    titles = "Nombre;Tipo;NIF;Fecha de alta;Fecha de baja;Empleados;Año;CNAE-2025"

    errors = errors_in(plan_of(f"{titles}\n{row}\n"))

    assert len(errors) == 1
    number, title, reason = errors[0]
    assert (number, column.lower() in title.lower(), part in reason) == (2, True, True)


def test_plan_reports_formulas_in_columns_that_are_used(plan_of):
    plan = plan_of(workbook([["Nombre", "Tipo", "Notas"], ["=A1", "Empresa", "=A1"]]))

    assert [(number, title) for number, title, _reason in errors_in(plan)] == [(2, "denominación social")]


@pytest.mark.parametrize("titles", ["NIF;Nombre;Tipo", "nombre;C.I.F.;tipo de entidad"])
def test_rows_find_their_organisation_by_nif(plan_of, titles):
    organisation = OrganisationFactory(legal_name="Marea, S.L.")
    Identifier.objects.create(organisation=organisation, scheme="ES-NIF", value=NIF)
    row = (
        "B-64.717.838;Marea Alta, S.L.;Empresa"
        if titles.startswith("NIF")
        else ("Marea Alta, S.L.;b64717838;Empresa")
    )

    plan = plan_of(f"{titles}\n{row}\n")

    assert plan.rows[0].organisation == organisation
    assert changes(plan) == {"legal_name": ("Marea, S.L.", "Marea Alta, S.L.")}


def test_row_in_doubt_is_an_error(plan_of):
    first = OrganisationFactory(legal_name="Una", slug="una")
    second = OrganisationFactory(legal_name="Otra", slug="otra")
    for organisation, nif in ((first, NIF), (second, OTHER_NIF)):
        Identifier.objects.create(organisation=organisation, scheme="ES-NIF", value=nif)
    OrganisationFactory.create_batch(2, legal_name="Gemela")

    plan = plan_of(f"slug;nombre;nif;tipo\nuna;Una;{OTHER_NIF};Empresa\n;Gemela;;Empresa\n")

    assert [number for number, _title, _reason in errors_in(plan)] == [2, 3]


def test_namesake_with_another_nif_is_an_error(plan_of):
    organisation = OrganisationFactory(legal_name="Marea, S.L.")
    Identifier.objects.create(organisation=organisation, scheme="ES-NIF", value=NIF)

    assert len(errors_in(plan_of(f"nombre;nif;tipo\nMarea, S.L.;{OTHER_NIF};Empresa\n"))) == 1


@pytest.mark.parametrize(
    "rows", [f"Una;{NIF}\nDos;{NIF}", "Una;\nuna;", "Una;\nVieja;\nVieja;"], ids=["number", "name", "saved"]
)
def test_two_rows_about_one_organisation_are_an_error(plan_of, rows):
    OrganisationFactory(legal_name="Vieja")
    body = "\n".join(f"{row};Empresa" for row in rows.split("\n"))

    errors = errors_in(plan_of(f"nombre;nif;tipo\n{body}\n"))

    assert [number for number, _title, _reason in errors] == [1 + len(rows.split("\n"))]


def test_organisation_that_comes_back_gets_a_new_membership(bring_in):
    old = MembershipFactory(
        organisation__legal_name="Marea", period=DateRange(date(2019, 1, 1), date(2021, 1, 1))
    )

    bring_in("nombre;socio desde\nMarea;2024-05-01\n")

    periods = old.organisation.memberships.order_by("period").values_list("period", flat=True)
    assert list(periods) == [
        DateRange(date(2019, 1, 1), date(2021, 1, 1)),
        DateRange(date(2024, 5, 1), None),
    ]


def test_membership_may_be_ended_by_import(bring_in):
    membership = MembershipFactory(organisation__legal_name="Marea")

    bring_in(
        "nombre;fecha de baja;motivo de baja\nMarea;31/12/2024;Cese de actividad\n".replace(
            "Cese de actividad", "closure"
        )
    )

    membership.refresh_from_db()
    assert membership.period == DateRange(date(2020, 1, 1), date(2025, 1, 1))
    assert membership.end_reason == "closure"


def test_membership_that_would_overlap_an_older_one_is_an_error(plan_of):
    organisation = OrganisationFactory(legal_name="Marea")
    MembershipFactory(organisation=organisation, period=DateRange(date(2015, 1, 1), date(2018, 1, 1)))
    MembershipFactory(organisation=organisation)

    assert len(errors_in(plan_of("nombre;socio desde\nMarea;2017-01-01\n"))) == 1


def test_category_is_known_by_code_and_by_name_in_both_languages(plan_of):
    MembershipCategory.objects.create(code="numero", name_es="De número", name_en="Full member")
    body = "".join(
        f"E{n};Empresa;2024-01-01;{word}\n"
        for n, word in enumerate(["numero", "de numero", "FULL MEMBER", "de honor"])
    )

    errors = errors_in(plan_of(f"nombre;tipo;socio desde;categoría\n{body}"))

    assert [number for number, _title, _reason in errors] == [5]


def test_figures_of_another_year_make_a_row_of_their_own(bring_in):
    fact = YearlyFactFactory(organisation__legal_name="Marea", year=2024, headcount=5)

    bring_in("nombre;año;empleados\nMarea;2025;1.012\n")

    facts = fact.organisation.facts.order_by("year").values_list("year", "headcount", "source")
    assert list(facts) == [(2024, 5, "survey"), (2025, 1012, "import")]


def test_empty_cells_change_nothing(plan_of):
    OrganisationFactory(legal_name="Marea", municipality="Laredo", website="https://marea.example/")

    plan = plan_of("nombre;municipio;web\nMarea;;\n")

    assert plan.rows[0].status == ImportStatus.UNCHANGED


@pytest.mark.parametrize("rows", [1, 30])
def test_plan_costs_the_same_queries(plan_of, manager, django_assert_num_queries, rows):
    body = "".join(f"E{n};Empresa;{NIF if n == 0 else ''};2024-01-01;N{n};2025;{n}\n" for n in range(rows))
    for n in range(rows):
        YearlyFactFactory(organisation=MembershipFactory(organisation__legal_name=f"E{n}").organisation)
    batch = receive_file(
        f"nombre;tipo;nif;socio desde;número de socio;año;empleados\n{body}".encode(), "x.csv", by=manager
    )

    # numbers, organisations with their four parts, categories, member numbers
    with django_assert_num_queries(8):
        plan_import(batch)
