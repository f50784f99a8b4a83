"""What is asked of each profile, as public tables: counted right, hidden where part of what is shown."""

import pytest

from surveys.enums import CellStatus
from surveys.results.asked import questions_asked
from surveys.results.disclosure import HIDDEN_SMALL, Cell, published
from surveys.results.edition import Edition
from surveys.results.payload import payload_of
from surveys.results.sheets import read_sheet
from surveys.results.tables import build_tables
from tests.factories.surveys import ask, choices, page
from tests.surveys.results.conftest import cell, code_rows

KEPT, SMALL = CellStatus.PROTECTED, CellStatus.SMALL
ROWS = code_rows("dev-ai", "qa")
PROFILES = ask("profiles", "grid", rows=ROWS)
VACANCIES = ask("vacancies", "grid", rows=ROWS, columns=code_rows("open", "hard", "shortage"))
DETAILS = ask(
    "profile-details",
    "grid",
    rows=ROWS,
    columns=[
        *code_rows("not-proficient", "replacement", "certainty"),
        {"code": "knowledge", "choices": choices("ai", "cloud")},
        {"code": "entry-level", "choices": choices("university", "fp-higher")},
    ],
)
CODES = [
    "profiles-replacement",
    "profiles-vacancies",
    "profiles-vacancies-hard",
    "profiles-vacancies-shortage",
    "profiles-not-proficient",
    "profiles-knowledge",
    "profiles-entry-level",
]


def asked(*questions):
    return questions_asked([{"sections": [{"pages": [page("all", *questions)]}]}])


def edition(companies, *, questions=(PROFILES, VACANCIES, DETAILS), partly=()):
    """Return an edition of companies given as figures by variable and column, all of the first profile."""
    sheets = [
        read_sheet(
            {
                "answers": [
                    cell(variable, value, "dev-ai", column) for (variable, column), value in figures.items()
                ]
            }
        )
        for figures in companies
    ]
    some = dict.fromkeys(partly, sheets[:-1])
    return Edition(asked(*questions), sheets, 40, 5, some)


def shown(found, code, row="dev-ai", column="companies"):
    table = next(table for table in build_tables(found) if table.spec.code == code)
    return {row.code: row for row in table.rows}[row].cells[column]


def vacancies(open_, hard=0, shortage=0):
    figures = {"open": open_, "hard": hard, "shortage": shortage}
    return {("vacancies", column): value for column, value in figures.items()}


NOBODY = [{}] * 12


def test_details_have_their_tables_and_certainty_has_none():
    codes = [table.spec.code for table in build_tables(edition(NOBODY))]

    assert codes == ["profiles-demand", "profiles-hard-to-fill", *CODES]


def test_vacancies_are_counted_as_companies_and_as_vacancies():
    found = edition([vacancies(2)] * 8 + NOBODY)

    assert shown(found, "profiles-vacancies") == published(8)
    assert shown(found, "profiles-vacancies", column="vacancies") == published(16)
    assert shown(found, "profiles-vacancies", row="qa") == published(0)


def test_total_that_one_company_makes_up_is_hidden():
    found = edition([vacancies(1)] * 7 + [vacancies(400)] + NOBODY)

    assert shown(found, "profiles-vacancies") == published(8)
    assert shown(found, "profiles-vacancies", column="vacancies") == Cell(KEPT)


def test_what_is_hard_for_lack_of_skills_is_told_within_what_is_hard():
    found = edition([vacancies(1)] * 6 + [vacancies(2, 1)] * 5 + [vacancies(2, 2, 1)] * 6 + NOBODY)

    assert shown(found, "profiles-vacancies") == published(17)
    assert shown(found, "profiles-vacancies-hard") == published(11)
    assert shown(found, "profiles-vacancies-shortage") == published(6)


@pytest.mark.parametrize("short", [0, 1, 7])
def test_part_of_a_hidden_figure_says_nothing_whatever_it_is(short):
    companies = [vacancies(1)] * 3 + [vacancies(1, 1)] * (7 - short) + [vacancies(1, 1, 1)] * short

    assert shown(edition(companies + NOBODY), "profiles-vacancies-shortage") == HIDDEN_SMALL


def hiring(hires, replaced):
    return {("profiles", "hires-12"): hires, ("profile-details", "replacement"): replaced}


def test_replacements_are_a_part_of_those_who_hire():
    companies = [hiring(2, 1)] * 7 + [hiring(2, 0)] * 5 + NOBODY

    assert shown(edition(companies), "profiles-replacement") == published(7)
    assert shown(edition(companies), "profiles-demand") == published(12)


def test_few_who_only_grow_would_follow_from_the_replacements():
    companies = [hiring(2, 1)] * 8 + [hiring(2, 0)] * 4 + NOBODY

    assert shown(edition(companies), "profiles-replacement") == Cell(KEPT, at_least=8, at_most=12)


@pytest.mark.parametrize("partly", ["profiles", "profile-details"])
def test_part_of_what_others_were_asked_is_not_told(partly):
    """Replacements of some companies within the hires of all would be of no base that is shown."""
    found = edition([hiring(2, 1)] * 12 + NOBODY, partly=[partly])

    assert "profiles-replacement" not in [table.spec.code for table in build_tables(found)]


def test_columns_that_a_version_does_not_have_make_no_table():
    short = ask("profile-details", "grid", rows=ROWS, columns=code_rows("not-proficient"))
    codes = {table.spec.code for table in build_tables(edition(NOBODY, questions=(PROFILES, short)))}

    assert codes & set(CODES) == {"profiles-not-proficient"}


def test_knowledge_counts_a_company_once_over_all_its_profiles():
    sheets = [
        read_sheet(
            {
                "answers": [
                    cell("profile-details", ["ai"], "dev-ai", "knowledge"),
                    cell("profile-details", ["ai", "cloud"] if place < 6 else ["ai"], "qa", "knowledge"),
                    cell("profile-details", "university", "qa", "entry-level"),
                ]
            }
        )
        for place in range(12)
    ]
    found = Edition(asked(PROFILES, DETAILS), [*sheets, *({} for _ in range(8))], 40, 5)

    assert shown(found, "profiles-knowledge", "ai") == published(12)
    assert shown(found, "profiles-knowledge", "cloud") == published(6)
    assert shown(found, "profiles-entry-level", "university") == published(12)
    assert shown(found, "profiles-entry-level", "fp-higher") == published(0)


@pytest.mark.parametrize("code", CODES)
def test_tables_carry_their_base_their_frame_and_how_they_were_made(code):
    found = edition([vacancies(3, 2, 1) | hiring(2, 1)] * 12 + NOBODY)
    table = next(table for table in build_tables(found) if table.spec.code == code)

    payload = payload_of(table)

    assert (payload["answers"], payload["population"]) == (24, 40)
    assert "24 de las 40" in payload["method"]["es"]
    assert payload["kind"] in ("profile", "multiple")
    assert payload["title"]["es"]
    assert payload["title"]["en"]


def test_sentence_names_the_profiles_in_front():
    found = edition([vacancies(1)] * 9 + NOBODY)
    table = next(table for table in build_tables(found) if table.spec.code == "profiles-vacancies")

    assert payload_of(table)["sentence"]["es"] == (
        "Los perfiles con vacantes en más empresas: dev-ai (es) (9 de 21)."
    )
