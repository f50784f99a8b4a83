"""What is typed into the fields of each kind: refused with its reason and kept, or saved as typed."""

import pytest
from django.utils import translation

from surveys.models import Answer
from tests.surveys.answering.pages.conftest import post, stored, url


@pytest.mark.parametrize(
    ("answers", "name", "text"),
    [
        ({"people": "doce"}, "people", "Enter the number with figures only, such as 12."),
        ({"people": "-3"}, "people", "Enter 0 or a higher number."),
        ({"people": "1,5"}, "people", "Enter a whole number, without decimals."),
        (
            {"people": "1.0000"},
            "people",
            "We cannot tell which number this is. Enter it without points or commas.",
        ),
        ({"people": "1001"}, "people", "Enter a number between 0 and 1000."),
        ({"people": "1\0"}, "people", "Enter the number with figures only, such as 12."),
        ({"people": "3", "people--opt-out": "on"}, "people", "Enter an answer or tick the box, not both."),
    ],
)
def test_bad_number_is_said_and_kept_and_not_saved(owner, response, answers, name, text):
    with translation.override("en"):
        answer = post(owner, response, "company", "size", **answers)
        assert answer.context["form"].errors == {name: [text]}

    assert answer.status_code == 422
    assert answer.context["form"][name].value() == answers["people"]
    page = answer.content.decode()
    assert "<title>Error:" in page
    assert 'href="#id_people"' in page
    assert 'aria-describedby="id_people_error"' in page
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"reasons": ["weather"]}, "Choose among the answers in the list."),
        ({"reasons": ["pay", "none"]}, "“None” cannot be combined with other answers."),
    ],
)
def test_bad_choices_are_said(owner, response, answers, text):
    post(owner, response, "company", "hiring", hired="yes")

    with translation.override("en"):
        answer = post(owner, response, "company", "reasons", 1, **answers)
        assert answer.context["form"].errors == {"reasons": [text]}

    assert 'href="#id_reasons_0"' in answer.content.decode()
    assert "reasons" not in stored(response)


def test_long_text_is_bounded_and_kept(owner, response):
    words = "ñ" * 5001

    answer = post(owner, response, "staff", "notes", notes=words)

    assert answer.status_code == 422
    assert answer.context["form"]["notes"].value() == words
    assert not Answer.objects.exists()


def test_text_with_nul_bytes_is_refused(owner, response):
    answer = post(owner, response, "staff", "notes", notes="a\0b")

    assert list(answer.context["form"].errors) == ["notes"]
    assert not Answer.objects.exists()


def test_html_is_stored_as_typed_and_shown_as_text(owner, response):
    script = "<script>alert(1)</script> & ñ"
    post(owner, response, "staff", "notes", notes=script)

    page = owner.get(url("check", response)).content.decode()

    assert stored(response) == {"notes": script}
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ñ" in page


@pytest.mark.parametrize("stranger_field", ["roles--cook--now", "roles--dev--later", "roles", "ghost"])
def test_unknown_row_or_column_is_refused_and_nothing_saved(owner, response, stranger_field):
    answer = post(owner, response, "staff", "roles", **{"roles--dev--now": "3", stranger_field: "1"})

    assert answer.status_code == 400
    assert answer.context["form"]["roles--dev--now"].value() == "3"
    assert not Answer.objects.exists()


def test_grid_saves_each_cell_and_its_way_out(owner, response):
    cells = {"roles--dev--now": "3", "roles--dev--hard": "0", "roles--ops--now": ""}
    post(owner, response, "staff", "roles", **cells)

    rows = response.answers.order_by("col_key").values_list("row_key", "col_key", "num", "status")
    assert list(rows) == [("dev", "hard", 0, "given"), ("dev", "now", 3, "given")]


def test_grid_refuses_figures_beside_none_of_these(owner, response):
    answer = post(owner, response, "staff", "roles", **{"roles--dev--now": "3", "roles--opt-out": "on"})

    assert list(answer.context["form"].errors) == ["roles--opt-out"]
    assert not Answer.objects.exists()


def test_grid_shows_a_hard_check_at_its_cell(owner, response):
    answer = post(owner, response, "staff", "roles", **{"roles--dev--now": "1", "roles--dev--hard": "2"})

    assert list(answer.context["form"].errors) == ["roles--dev--hard"]
    assert not Answer.objects.exists()


def test_skills_are_chosen_from_lists(owner, response):
    post(
        owner,
        response,
        "staff",
        "abilities",
        **{"abilities--python--level": "2", "abilities--python--urgency": "now"},
    )

    rows = response.answers.order_by("col_key").values_list("col_key", "num", "choice")
    assert list(rows) == [("level", 2, None), ("urgency", None, "now")]
