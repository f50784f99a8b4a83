"""Figures that look odd: saved first, shown once, explained or confirmed, asked again if they change."""

import copy

import pytest

from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.models import CheckFlag
from tests.factories.surveys import (
    TINY,
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
    words,
)
from tests.surveys.answering.conftest import press
from tests.surveys.answering.oddities.conftest import BECAUSE, ODD, RIGHT, flags, save, submit
from tests.surveys.answering.pages.conftest import post, stored, url


def send_roles(client, response, ops, **rest):
    response.refresh_from_db()
    figures = {"roles--dev--now": "3", "roles--ops--now": str(ops)}
    return post(client, response, "staff", "roles", response.revision, **figures, **rest)


def test_page_with_an_odd_figure_is_saved_and_shown_again_once(owner, complete_response):
    first = send_roles(owner, complete_response, 10)
    page = owner.get(first.url.split("#")[0])
    second = send_roles(owner, complete_response, 10)

    assert first.url == url("page", complete_response, "staff", "roles") + "#odd"
    assert stored(complete_response)["roles"] == 10
    assert [oddity.mark for oddity, _because, _right in page.context["form"].explaining.asked()] == [ODD]
    assert second.url == url("page", complete_response, "staff", "abilities")
    assert flags(complete_response) == [(*ODD, "open", "13 12", "", "Ada Pérez")]


def test_odd_figure_is_shown_beside_its_question_with_its_fields(owner, odd_response):
    page = owner.get(url("page", odd_response, "staff", "roles")).content.decode()

    assert 'id="odd-roles-within-people--"' in page
    assert f'name="{BECAUSE}"' in page
    assert f'name="{RIGHT}"' in page
    assert not CheckFlag.objects.exists()


def test_explaining_on_the_page_is_kept_at_once_and_leads_on(owner, complete_response):
    send_roles(owner, complete_response, 10)

    answer = send_roles(owner, complete_response, 10, **{BECAUSE: "Two jobs each"})

    assert answer.url == url("page", complete_response, "staff", "abilities")
    assert flags(complete_response) == [(*ODD, "explained", "13 12", "Two jobs each", "Ada Pérez")]
    assert owner.get(url("page", complete_response, "staff", "roles")).context["form"].explaining is None


def test_ticking_that_it_is_right_is_enough(owner, odd_response):
    answer = send_roles(owner, odd_response, 10, **{RIGHT: "on"})

    assert answer.url == url("page", odd_response, "staff", "abilities")
    assert flags(odd_response) == [(*ODD, "confirmed", "13 12", "", "Ada Pérez")]
    assert submit(odd_response)


def test_correcting_clears_the_doubt(owner, complete_response):
    send_roles(owner, complete_response, 10)

    answer = send_roles(owner, complete_response, 1)

    assert answer.url == url("page", complete_response, "staff", "abilities")
    assert flags(complete_response) == []
    assert submit(complete_response)


def test_other_figures_are_asked_anew_and_the_words_are_kept(owner, complete_response):
    send_roles(owner, complete_response, 10)
    send_roles(owner, complete_response, 10, **{BECAUSE: "Two jobs each"})

    answer = send_roles(owner, complete_response, 20)
    page = owner.get(answer.url.split("#")[0])

    assert answer.url.endswith("#odd")
    assert flags(complete_response) == [(*ODD, "open", "23 12", "Two jobs each", "Ada Pérez")]
    assert page.context["form"].explaining[BECAUSE].value() == "Two jobs each"


def test_same_figures_are_not_asked_again(owner, complete_response):
    send_roles(owner, complete_response, 10, **{BECAUSE: "Two jobs each"})

    again = send_roles(owner, complete_response, 10)

    assert again.url == url("page", complete_response, "staff", "abilities")


def test_another_page_can_make_figures_odd_and_says_so(owner, complete_response):
    complete_response.refresh_from_db()
    answer = post(owner, complete_response, "company", "size", complete_response.revision, people="2")
    page = owner.get(answer.url.split("#")[0]).content.decode()

    assert answer.url == url("page", complete_response, "company", "size") + "#odd"
    assert 'id="odd-roles-within-people--"' in page


@pytest.mark.parametrize(
    ("rest", "target"), [({"then": "exit"}, "surveys:left"), ({"back": "check"}, "surveys:check")]
)
def test_whoever_leaves_or_goes_back_is_not_held_up(owner, complete_response, rest, target):
    answer = send_roles(owner, complete_response, 10, **rest)

    assert answer.status_code == 302
    assert "#odd" not in answer.url
    assert stored(complete_response)["roles"] == 10


def test_explanation_too_long_is_said_and_kept_while_the_answers_are_saved(owner, complete_response):
    text = "ñ" * 1001

    answer = send_roles(owner, complete_response, 10, **{BECAUSE: text})

    assert answer.status_code == 422
    assert answer.context["form"].explaining[BECAUSE].value() == text
    assert text in answer.content.decode()
    assert stored(complete_response)["roles"] == 10
    assert flags(complete_response) == []


def test_explanation_of_what_is_not_odd_is_harmless(owner, complete_response):
    answer = send_roles(owner, complete_response, 1, **{BECAUSE: "Nothing", "because--ghost--": "x"})

    assert answer.url == url("page", complete_response, "staff", "abilities")
    assert flags(complete_response) == []


def test_stranger_cannot_explain(stranger, odd_response):
    assert send_roles(stranger, odd_response, 10, **{BECAUSE: "Mine"}).status_code == 404
    assert not CheckFlag.objects.exists()


def test_page_without_odd_figures_takes_no_query_for_them(
    owner, complete_response, django_assert_max_num_queries
):
    address = url("page", complete_response, "company", "size")
    owner.get(address)

    with django_assert_max_num_queries(7) as queries:
        owner.get(address)

    assert not [query for query in queries.captured_queries if "checkflag" in query["sql"]]


def test_row_of_a_grid_is_named_and_escaped(db):
    definition = copy.deepcopy(TINY)
    definition["checks"] = [
        {
            "code": "many",
            "section": "staff",
            "severity": "soft",
            "message": words("{row}: {left}, {difference} over {limit}."),
            "rule": {"each_row": "roles", "left": {"col": "now"}, "at_most": 5},
        }
    ]
    definition["sections"][1]["pages"][0]["questions"][0]["rows"][0]["label"] = words("<b>Dev</b>")
    response = ResponseFactory(
        unit__campaign__version=publish_version(VersionFactory(definition=definition), by=None)
    )
    client = press(InvitationFactory(unit=response.unit))
    save(response, Change("roles", 900, row="dev", col="now"))

    page = client.get(url("page", response, "staff", "roles")).content.decode()

    assert "&lt;b&gt;Dev&lt;/b&gt; (es): 900, 895 over 5. (es)" in page
    assert "<b>Dev" not in page


def test_explanation_stays_typed_when_another_answer_is_wrong(owner, odd_response):
    answer = post(owner, odd_response, "staff", "roles", 0, **{"roles--dev--now": "x", BECAUSE: "Two jobs"})

    assert answer.status_code == 422
    assert answer.context["form"].explaining[BECAUSE].value() == "Two jobs"
    assert "Two jobs</textarea>" in answer.content.decode()
    assert flags(odd_response) == []


def test_contradiction_across_pages_is_shown_on_each_of_them(db):
    definition = copy.deepcopy(TINY)
    definition["checks"] = [{**TINY["checks"][1], "severity": "hard", "message": words("{left} of {limit}")}]
    response = ResponseFactory(
        unit__campaign__version=publish_version(VersionFactory(definition=definition), by=None)
    )
    client = press(InvitationFactory(unit=response.unit))
    save(response, Change("people", 2), Change("roles", 5, row="dev", col="now"))

    size = client.get(url("page", response, "company", "size")).content.decode()
    roles = client.get(url("page", response, "staff", "roles")).content.decode()
    hiring = client.get(url("page", response, "company", "hiring")).content.decode()

    assert '<a href="#question-people">5 of 2 (es)</a>' in size
    assert '<a href="#question-roles">5 of 2 (es)</a>' in roles
    assert 'id="contradictions"' not in hiring
