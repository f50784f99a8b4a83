import pytest

from surveys.enums import CellStatus
from surveys.results.disclosure import HIDDEN_SMALL, Cell, published
from surveys.results.payload import hash_payload, payload_of
from surveys.results.tables import Table, build_tables
from tests.surveys.results.conftest import cell

SMALL, KEPT = CellStatus.SMALL, CellStatus.PROTECTED


def companies(**counts: int):
    """Return companies of one answer each: ``activity_software=3`` is three of them."""
    made = []
    for name, count in counts.items():
        variable, _, value = name.partition("_")
        made += [[cell(variable, value)]] * count
    return made


def table(edition, code: str) -> Table:
    return next(table for table in build_tables(edition) if table.spec.code == code)


def shown(edition, code: str, column: str = "companies") -> dict[str, Cell]:
    return {row.code: row.cells[column] for row in table(edition, code).rows}


def test_tables_are_those_whose_question_is_asked(edition_of):
    assert [table.spec.code for table in build_tables(edition_of([]))] == [
        "activity",
        "size-band",
        "market",
        "research",
        "profiles-demand",
        "profiles-hard-to-fill",
        "skills-demand",
        "skills-urgency",
        "training-barriers",
    ]


def test_single_table_counts_companies_and_folds_small_rows_into_others(edition_of):
    edition = edition_of(
        companies(activity_software=12, activity_consultancy=8, activity_hardware=2, activity_other=4)
    )

    rows = table(edition, "activity").rows

    assert [(row.code, row.cells["companies"]) for row in rows] == [
        ("software", published(12)),
        ("consultancy", published(8)),
        ("other", published(6)),
    ]
    assert rows[2].label == {"es": "Otras actividades", "en": "Other activities"}


def test_single_table_leaves_rows_apart_that_are_large_enough(edition_of):
    edition = edition_of(companies(activity_software=12, activity_hardware=5, activity_other=6))

    assert shown(edition, "activity") == {
        "software": published(12),
        "hardware": published(5),
        "consultancy": published(0),
        "other": published(6),
    }


def test_single_table_counts_who_did_not_answer_as_a_row(edition_of):
    edition = edition_of([*companies(market_spain=10, market_cantabria=8), *[[cell("headcount", 3)]] * 6])

    assert shown(edition, "market")["no-answer"] == published(6)


def test_size_table_bands_the_headcount(edition_of):
    sizes = [0, 9, 9, 9, 9, 10, 25, 12, 12, 12, 26, 49, 50, 249, 250]
    edition = edition_of([[cell("headcount", size)] for size in sizes])

    rows = table(edition, "size-band").rows

    assert [(row.label["en"], row.cells["companies"]) for row in rows] == [
        ("Up to 9 people", published(5)),
        ("10–25 people", published(5)),
        ("26 people or more", published(5)),
    ]


def test_research_table_says_almost_all_by_its_floor_only(edition_of):
    edition = edition_of(companies(research_own=12, research_both=17, research_no=2), population=34)

    assert shown(edition, "research") == {
        "with-projects": Cell(KEPT, at_least=27, at_most=31),
        "without-projects": Cell(SMALL, at_most=4),
    }
    assert payload_of(table(edition, "research"))["sentence"] == {
        "es": "Casi todas las empresas tienen proyectos de I+D+i (al menos 27 de 31).",
        "en": "Almost all companies have research projects (at least 27 of 31).",
    }


def test_multiple_table_has_one_base_for_all_and_no_sum(edition_of):
    time, both = [cell("training-barriers", ["time"])], [cell("training-barriers", ["time", "cost"])]
    edition = edition_of([*[time] * 7, *[both] * 3, *[[]] * 10])

    assert shown(edition, "training-barriers") == {
        "time": published(10),
        "cost": Cell(SMALL, at_most=4),
        "none": published(0),
    }
    assert table(edition, "training-barriers").answers == 20


def hiring(people: int, hard: int = 0):
    return [cell("profiles", people, "dev-ai", "hires-12"), cell("profiles", hard, "dev-ai", "hard-to-fill")]


def test_profile_table_counts_companies_and_sums_people(edition_of):
    edition = edition_of([*[hiring(2)] * 8, *[hiring(0)] * 12])

    assert shown(edition, "profiles-demand")["dev-ai"] == published(8)
    assert shown(edition, "profiles-demand", "people")["dev-ai"] == published(16)
    assert shown(edition, "profiles-demand")["qa"] == published(0)


def test_profile_table_hides_people_of_whom_one_company_has_most(edition_of):
    edition = edition_of([hiring(90), *[hiring(1)] * 7, *[hiring(0)] * 12])

    assert shown(edition, "profiles-demand")["dev-ai"] == published(8)
    assert shown(edition, "profiles-demand", "people")["dev-ai"] == Cell(KEPT)


def test_hard_to_fill_is_protected_within_those_that_hire(edition_of):
    edition = edition_of([*[hiring(2, hard=1)] * 10, *[hiring(2)] * 2, *[hiring(0)] * 12])

    assert shown(edition, "profiles-demand")["dev-ai"] == published(12)
    assert shown(edition, "profiles-hard-to-fill")["dev-ai"] == Cell(KEPT, at_least=8, at_most=12)


def needing(level: int, urgency: str = "year"):
    return [
        cell("skills-needed", level, "python", "level"),
        cell("skills-needed", urgency, "python", "urgency"),
    ]


def test_skill_table_counts_those_with_a_level_and_averages_it(edition_of):
    edition = edition_of([*[needing(3)] * 6, *[needing(5, "now")] * 6, *[needing(0, "now")] * 12])

    assert shown(edition, "skills-demand")["python"] == published(12)
    assert shown(edition, "skills-demand", "level")["python"] == published(4.0)
    assert shown(edition, "skills-urgency")["python"] == published(6)


def test_rows_are_sorted_by_what_is_known_never_by_hidden_values(edition_of):
    def java(level: int):
        return [cell("skills-needed", level, "java", "level")]

    edition = edition_of([*[[*needing(3), *java(2)]] * 3, *[needing(3)], *[java(3)] * 6, *[[]] * 12])

    assert [row.code for row in table(edition, "skills-demand").rows] == ["java", "python"]


def test_status_cells_are_not_answers(edition_of):
    refused = [cell("market", None, status="refused"), cell("headcount", None, status="not_known")]
    edition = edition_of([*companies(market_spain=10, market_eu=6), *[refused] * 5])

    assert shown(edition, "market")["no-answer"] == published(5)


def test_tiny_edition_shows_no_figure_at_all(edition_of):
    edition = edition_of(companies(market_spain=9), population=12)

    assert set(shown(edition, "market").values()) == {HIDDEN_SMALL}
    assert payload_of(table(edition, "market"))["sentence"] is None


def test_payload_holds_nothing_but_what_may_be_shown(edition_of):
    edition = edition_of(companies(market_spain=14, market_cantabria=8, market_eu=2), population=34)

    payload = payload_of(table(edition, "market"))

    assert payload["columns"] == [
        {"code": "companies", "label": {"es": "Empresas", "en": "Companies"}, "format": "count"}
    ]
    assert (payload["answers"], payload["population"], payload["minimum"]) == (24, 34, 5)
    assert [row["cells"]["companies"] for row in payload["rows"]] == [
        {"status": "protected", "value": None, "share": None, "at_least": None, "at_most": None},
        {
            "status": "published",
            "value": 14,
            "share": 0.5833,
            "at_least": None,
            "at_most": None,
            "bounds": [14, 24],
            "interval": [16, 23],
        },
        {"status": "protected", "value": None, "share": None, "at_least": None, "at_most": None},
    ]
    assert len(hash_payload(payload)) == 64


@pytest.mark.parametrize(
    ("counts", "english"),
    [
        ({"market_spain": 20, "market_cantabria": 6, "market_eu": 5}, "Most companies have “spain”"),
        ({"market_spain": 12, "market_cantabria": 9, "market_eu": 9}, "The most common market is"),
    ],
)
def test_sentence_uses_a_word_only_when_the_lower_bound_bears_it(edition_of, counts, english):
    edition = edition_of(companies(**counts), population=34)
    sentence = payload_of(table(edition, "market"))["sentence"]

    assert sentence["en"].startswith(english)


def test_sentence_names_no_mode_on_a_tie(edition_of):
    edition = edition_of(companies(market_spain=10, market_cantabria=10, market_eu=6), population=34)

    assert payload_of(table(edition, "market"))["sentence"] is None


def test_ranking_sentence_is_not_cut_within_a_tie(edition_of):
    def both(level: int):
        return [*needing(level), cell("skills-needed", level, "java", "level")]

    edition = edition_of([*[both(3)] * 10, *[needing(4)] * 5, *[[]] * 10], population=34)

    assert payload_of(table(edition, "skills-demand"))["sentence"]["en"] == (
        "The skills most needed: python (15 of 25) and java (10 of 25)."
    )
