"""The shipped questionnaire asks what the study asked: each item of its questionnaire, by variable.

The items, their kinds and their options are those of the study's questionnaire (37 questions, A to G).
"""

from decimal import Decimal

import pytest

from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.parser import parse_definition
from surveys.instrument.shipped import read_shipped
from surveys.results.catalogue import SIZE_BANDS

SHIPPED = parse_definition(read_shipped())

# Where each item is asked: a variable, or a grid's column; and how many options it offers (0 for none).
ASKED = {
    # The third consent, to use in totals, is part of what is declared on sending.
    "A3": [("permissions", "multiple", 2)],
    "B1": [("activity", "single", 10), ("activities-other", "multiple", 9)],
    "B2": [
        ("headcount", "number", 0),
        ("headcount-cantabria", "number", 0),
        ("headcount-women", "number", 0),
    ],
    "B4": [("sales.share", "percentage", 0), ("market", "single", 4)],
    "B5": [("research", "single", 5)],
    "B6": [("joiners", "number", 0), ("leavers", "number", 0), ("leavers-voluntary", "number", 0)],
    "B7": [("turnover-rating", "single", 6)],
    "C1": [("profiles.now", "number", 0)],
    "C2": [("vacancies.open", "number", 0)],
    "C3": [("vacancies.hard", "number", 0)],
    "C4": [("vacancies.shortage", "number", 0)],
    "C6": [("profile-details.replacement", "number", 0)],
    "C7": [("profiles.hires-24", "number", 0)],
    "C8": [("profile-details.certainty", "single", 3)],
    "C9": [("profile-details.not-proficient", "number", 0)],
    "C10": [("profile-details.knowledge", "multiple", 6)],
    "C11": [("profile-details.entry-level", "single", 5)],
    "D1": [("skills-needed.importance", "scale", 5)],
    "D2": [("skills-needed.level", "scale", 6)],
    "D3": [("skills-needed.current", "scale", 6)],
    "D4": [("urgent-skills", "ranking", 16)],
    "E1": [("recruited", "single", 2)],
    "E3": [("hard-to-fill-reasons", "multiple", 7)],
    "E4": [("weeks-to-fill", "single", 6)],
    "F1": [("trained", "single", 2), ("trained-people", "number", 0)],
    "F2": [("training-channels", "multiple", 9)],
    "F3": [("local-offer-by-kind.fit", "scale", 5)],
    "F4": [("hosting.people", "number", 0)],
    "F5": [("skills-needed.people", "number", 0)],
    "G1": [("measures-priority", "ranking", 6)],
    "G2": [("packages", "multiple", 3), ("dual-fp", "single", 3)],
    "G3": [("comments", "long_text", 0)],
}
# What follows from other answers, each with the answers it follows from.
DERIVED = {
    "B3": ["headcount"],
    "C5": ["profiles.hires-12", "profile-details.replacement"],
    "E2": ["hard-to-fill-reasons"],
}
# What no company is asked, because it is known or because nothing that is published would use it.
NOT_ASKED = {
    "A1": "the frame names the company",
    "A2": "the invitation names the person, who can say in the account what their job is",
}
SECTIONS = {"A": 3, "B": 7, "C": 11, "D": 4, "E": 4, "F": 5, "G": 3}
ROWS = {"sales": 4, "local-offer-by-kind": 3, "hosting": 3, "profiles": 12, "skills-needed": 16}


def asked_at(place):
    """Return the question, or the column of a grid, at a place."""
    variable, _dot, column = place.partition(".")
    question = SHIPPED.questions[variable]
    return next(each for each in question.columns if each.code == column) if column else question


def test_every_item_of_the_study_is_accounted_for_once():
    items = [f"{letter}{number}" for letter, last in SECTIONS.items() for number in range(1, last + 1)]

    assert len(items) == 37
    assert sorted([*ASKED, *DERIVED, *NOT_ASKED]) == sorted(items)


@pytest.mark.parametrize(
    ("item", "place", "kind", "options"),
    [(item, *asked) for item, places in ASKED.items() for asked in places],
    ids=str,
)
def test_item_is_asked_in_its_kind_with_its_options(item, place, kind, options):
    found = asked_at(place)

    assert (found.kind, len(found.choices)) == (kind, options)
    assert all(found.label.within(language) for language in ("es", "en"))


@pytest.mark.parametrize("item", DERIVED)
def test_item_that_follows_from_others_has_them(item):
    assert all(asked_at(place).kind in ("number", "multiple") for place in DERIVED[item])


def test_bands_that_the_study_used_follow_from_the_headcount():
    assert {"1-9", "10-25", "26-49"} <= {code for code, _label in SIZE_BANDS}


def test_no_vacancy_that_was_hard_to_fill_is_an_answer_of_its_own():
    assert SHIPPED.questions["hard-to-fill-reasons"].opt_out.status == "not_applicable"


@pytest.mark.parametrize("variable", ROWS)
def test_tables_have_the_rows_of_the_study(variable):
    assert len(SHIPPED.questions[variable].rows) == ROWS[variable]


def test_three_first_places_are_asked_for():
    assert [SHIPPED.questions[code].places for code in ("urgent-skills", "measures-priority")] == [3, 3]


@pytest.mark.parametrize("variable", ["profile-details", "vacancies"])
def test_what_is_asked_by_profile_is_asked_of_those_a_company_has_or_wants(variable):
    question = SHIPPED.questions[variable]

    assert [row.code for row in question.rows] == [row.code for row in SHIPPED.questions["profiles"].rows]
    assert question.rows_if.variable == "profiles"
    assert set(question.rows_if.cols) == {"now", "hires-12", "hires-24"}


def test_profiles_beyond_the_list_can_be_added():
    listed = SHIPPED.questions["other-profiles"]

    assert (listed.kind, [column.code for column in listed.columns]) == ("list", ["name", "hires-12"])


def cells(**rows):
    return {
        Key(name.replace("_", "-"), "qa" if "." in column else "", column.strip(".")): Cell(Decimal(figure))
        for name, columns in rows.items()
        for column, figure in columns.items()
    }


@pytest.mark.parametrize(
    ("broken", "kept", "code"),
    [
        # C2 >= C3 >= C4
        (
            cells(vacancies={".open": 1, ".hard": 2}),
            cells(vacancies={".open": 2, ".hard": 2}),
            "hard-of-open",
        ),
        (
            cells(vacancies={".hard": 1, ".shortage": 2}),
            cells(vacancies={".hard": 2, ".shortage": 2}),
            "shortage-of-hard",
        ),
        # C7 >= C5 + C6, which are the hires of 12 months, and C6 one part of them
        (
            cells(profiles={".hires-12": 3, ".hires-24": 2}),
            cells(profiles={".hires-12": 3, ".hires-24": 3}),
            "hires-running-total",
        ),
        (
            cells(profiles={".hires-12": 1}, profile_details={".replacement": 2}),
            cells(profiles={".hires-12": 2}, profile_details={".replacement": 2}),
            "replacement-within-hires",
        ),
        # C9 <= C1
        (
            cells(profiles={".now": 1}, profile_details={".not-proficient": 2}),
            cells(profiles={".now": 2}, profile_details={".not-proficient": 2}),
            "not-proficient-within-profile",
        ),
        # the people of all profiles within the headcount
        (
            cells(profiles={".now": 5}, headcount={"": 4}),
            cells(profiles={".now": 4}, headcount={"": 4}),
            "profiles-within-headcount",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_cross_check_of_the_study(broken, kept, code):
    assert [failure.check.code for failure in failures(SHIPPED, broken)] == [code]
    assert failures(SHIPPED, kept) == ()


@pytest.mark.parametrize(("share", "codes"), [(60, ["sales-add-up"]), (50, [])])
def test_sales_come_to_a_hundred(share, codes):
    given = {Key("sales", row, "share"): Cell(Decimal(share)) for row in ("cantabria", "spain")}

    assert [failure.check.code for failure in failures(SHIPPED, given)] == codes


def test_figure_far_from_the_last_edition_is_doubted_and_never_stops_anybody():
    now, before = cells(headcount={"": 90}), cells(headcount={"": 30})

    (failure,) = failures(SHIPPED, now, before)

    assert (failure.check.code, failure.check.severity) == ("headcount-since-last-edition", "soft")
