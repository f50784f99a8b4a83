from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tera.spreadsheets.reading import read_table
from tera.spreadsheets.writing import write_csv, write_xlsx
from tests.factories.skills import SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory, ProviderFactory
from training.exchange.planning import Planner
from training.provenance import note_origins

pytestmark = pytest.mark.django_db


def plan(titles, *rows, provider=None):
    return Planner(read_table(write_csv(titles, rows)), provider=provider).plan()


def told(planned):
    return [
        (
            row.status.value,
            {change.column.key: change.after for change in row.changes},
            [reason for _title, reason in row.errors],
        )
        for row in planned.rows
    ]


def test_changed_cells_are_told_with_both_values(offer):
    planned = plan(["offer", "municipio", "Horas"], ["redes", "Potes", "30"])

    (row,) = planned.rows
    assert [change.shown for change in row.changes] == [
        ("municipio", "Laredo", "Potes"),
        ("horas", "20", "30"),
    ]
    assert told(planned) == [("changed", {"municipality": "Potes", "learning_hours": 30}, [])]


def test_empty_cell_changes_nothing(offer):
    assert told(plan(["offer", "municipality", "learning_hours"], ["redes", "", ""])) == [
        ("unchanged", {}, [])
    ]


def test_titles_that_are_not_known_are_named():
    with pytest.raises(ValidationError) as refused:
        plan(["offer", "Munizipio", "Color favorito"], ["redes", "a", "b"])

    text = " ".join(refused.value.messages)
    assert "Munizipio" in text
    assert "municipio" in text
    assert "Color favorito" in text


@pytest.mark.parametrize(
    "titles", [["municipality", "kind"], ["offer", "Oferta (dirección)", "kind"], ["offer", "", "kind"]]
)
def test_file_without_what_it_needs_is_refused(titles):
    with pytest.raises(ValidationError):
        plan(titles, ["a", "b", "c"][: len(titles)])


def test_offer_is_found_by_provider_and_name_or_is_new(offer):
    planned = plan(
        ["provider", "name_es", "learning_hours"],
        ["academia", "REDES", "30"],
        ["Academia Nube", "Nubes", "10"],
    )

    assert [row.status for row in planned.rows] == ["changed", "new"]
    assert [each.offer for each in planned.offers] == [offer, None]


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        (["offer", "kind"], ["nowhere", "course"]),
        (["provider", "name_es"], ["nobody", "Nubes"]),
        (["provider", "name_es", "kind"], ["academia", "", "course"]),
        (["name_es"], ["Nubes"]),
        (["offer", "kind"], ["redes", "holiday"]),
        (["offer", "learning_hours"], ["redes", "many"]),
        (["offer", "learning_hours"], ["redes", "999999999999999999999"]),
        (["offer", "url"], ["redes", "javascript:alert(1)"]),
        (["offer", "name_es"], ["redes", "x" * 201]),
        (["offer", "eqf_level"], ["redes", "9"]),
        (["offer", "skills"], ["redes", "no-such-code"]),
        (["offer", "edition", "edition_places"], ["redes", "999999", "3"]),
        (["offer", "edition", "edition_places"], ["redes", "first", "3"]),
        (["offer", "edition_start_date", "edition_end_date"], ["redes", "2027-02-01", "2027-01-01"]),
        (["offer", "price_category", "price"], ["redes", "free", "20"]),
    ],
)
def test_wrong_row_is_told_and_names_why(offer, titles, row):
    ((status, _changes, reasons),) = told(plan(titles, row))

    assert status == "error"
    assert all(reasons)
    assert reasons


def test_formula_is_never_taken_for_a_value(offer):
    content = write_xlsx("x", ["offer", "municipality"], [["redes", "=1+1"]])
    ((status, changes, _reasons),) = told(Planner(read_table(content)).plan())
    assert (status, changes) == ("changed", {"municipality": "=1+1"})


def test_markup_in_a_cell_comes_in_as_words(offer):
    ((_status, changes, _reasons),) = told(
        plan(["offer", "abstract_es"], ["redes", "<script>alert(1)</script><p>Cables &amp; nudos</p>"])
    )

    assert changes == {"abstract_es": "Cables & nudos"}


def test_what_was_written_by_hand_is_held_and_told(offer):
    note_origins(offer, ["municipality"], "panel")

    planned = plan(["offer", "municipality"], ["redes", "Potes"])

    (row,) = planned.rows
    assert [change.shown for change in row.held] == [("municipio", "Laredo", "Potes")]
    assert (row.changes, planned.has_changes, planned.held) == ([], False, 1)


def test_hand_edits_do_not_hold_the_providers_own_file(offer, provider):
    note_origins(offer, ["municipality"], "panel")

    planned = plan(["offer", "municipality"], ["redes", "Potes"], provider=provider)

    assert told(planned) == [("changed", {"municipality": "Potes"}, [])]


def test_provider_reaches_only_its_own_offers(offer, provider):
    OfferFactory(slug="ajena", name_es="Ajena")
    other = ProviderFactory()

    rows = told(
        plan(
            ["offer", "provider", "name_es"],
            ["ajena", "", ""],
            ["", other.organisation.slug, "Nubes"],
            provider=provider,
        )
    )

    assert [row[0] for row in rows] == ["error", "error"]


def test_rows_of_one_offer_are_its_editions(offer):
    edition = EditionFactory(offer=offer, places=10)

    planned = plan(
        ["offer", "municipality", "edition", "edition_places", "edition_start_date"],
        ["redes", "Potes", str(edition.pk), "12", ""],
        ["redes", "", "", "8", "1/3/2027"],
    )

    (offer_plan,) = planned.offers
    assert [(run.edition, run.values) for run in offer_plan.runs] == [
        (edition, {"places": 12}),
        (None, {"places": 8, "start_date": date(2027, 3, 1)}),
    ]
    assert offer_plan.values == {"municipality": "Potes"}


def test_new_edition_that_is_there_already_is_not_made_twice(offer):
    EditionFactory(offer=offer, start_date="2027-03-01", places=8)

    planned = plan(["offer", "edition_start_date", "edition_places"], ["redes", "2027-03-01", "8"])

    assert not planned.has_changes


def test_rows_that_contradict_each_other_are_told(offer):
    rows = told(plan(["offer", "municipality"], ["redes", "Potes"], ["redes", "Santander"]))

    assert rows[1][0] == "error"


def test_same_edition_twice_is_told(offer):
    edition = EditionFactory(offer=offer)
    row = ["redes", str(edition.pk), "3"]

    rows = told(plan(["offer", "edition", "edition_places"], row, row))

    assert rows[1][0] == "error"


def test_skills_are_replaced_by_those_of_the_cell(offer):
    OfferSkillFactory(offer=offer, skill=SkillFactory(code="old"))
    SkillFactory(code="new")

    (offer_plan,) = plan(["offer", "skills"], ["redes", "new; old"]).offers

    assert offer_plan.skills == ["new", "old"]


@pytest.mark.parametrize("rows", [1, 30])
def test_unchanged_rows_cost_the_same_queries(provider, django_assert_num_queries, rows):
    for number in range(rows):
        EditionFactory(offer=OfferFactory(provider=provider, slug=f"o-{number}", municipality="Potes"))
    table = read_table(write_csv(["offer", "municipality"], [[f"o-{n}", "Potes"] for n in range(rows)]))

    with django_assert_num_queries(6):
        assert not Planner(table).plan().has_changes


TITLES = ["provider", "name_es", "price_category", "price", "edition_start_date", "edition_end_date"]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("are_known", [False, True], ids=["new", "known"])
def test_file_of_any_length_is_checked_with_as_many_statements(
    rows, are_known, provider, django_assert_num_queries
):
    lines = [["academia", f"Curso {row}", "paid", "20", "2027-01-10", "2027-02-10"] for row in range(rows)]
    if are_known:
        for line in lines:
            EditionFactory(offer=OfferFactory(provider=provider, name_es=line[1]), start_date="2027-03-01")

    # The offers, for known ones their skills, editions and origins, the providers, the skills'
    # codes, and what offers and editions would break.
    with django_assert_num_queries(8 if are_known else 5):
        planned = plan(TITLES, *lines)

    assert planned.counts["changed" if are_known else "new"] == rows


def test_each_row_is_told_its_own_contradictions(offer):
    rows = told(
        plan(
            [*TITLES, "skills", "learning_hours"],
            ["academia", "Uno", "free", "20", "2027-02-01", "2027-01-01", "none", ""],
            ["academia", "Dos", "paid", "20", "2027-02-01", "2027-01-01", "", ""],
            ["academia", "Tres", "paid", "0", "", "", "", "many"],
            ["academia", "Cuatro", "paid", "20", "2027-01-01", "2027-02-01", "", ""],
            ["academia", "Redes", "free", "", "", "", "", ""],
            ["academia", "Redes", "", "20", "", "", "", ""],
        )
    )

    assert [reasons for _status, _changes, reasons in rows] == [
        ["Una oferta gratuita no puede tener precio.", "Ninguna competencia tiene el código none."],
        ["Una convocatoria no puede terminar antes de empezar."],
        ["«many» no es un número entero."],
        [],
        [],
        ["Una oferta gratuita no puede tener precio."],
    ]
