"""Answering page by page, without JavaScript, until the receipt."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Answer, Message, Submission
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    PublishedVersionFactory,
    ResponseFactory,
)
from tests.surveys.answering.conftest import COMPLETE, held, press


def url(name, response, *rest):
    return reverse(f"surveys:{name}", args=[response.pk, *rest])


def post(client, response, section, page, revision=0, **answers):
    address = url("page", response, section, page)
    return client.post(address, {"revision": revision, "request_id": uuid4(), **answers})


def stored(response):
    return {row.variable.code: row.value for row in response.answers.select_related("variable")}


def close(response):
    campaign = response.unit.campaign
    campaign.state, campaign.closed_at = "closed", timezone.now()
    campaign.save()


def test_saving_leads_from_page_to_page_and_to_the_sections(owner, response):
    one = post(owner, response, "company", "size", people="1.000")
    two = post(owner, response, "company", "hiring", 1, hired="yes")
    three = post(owner, response, "company", "reasons", 2, reasons=["pay", "place"])

    assert one.url == url("page", response, "company", "hiring")
    assert two.url == url("page", response, "company", "reasons")
    assert three.url == url("hub", response)
    assert stored(response) == {"people": 1000, "hired": "yes", "reasons": ["pay", "place"]}


def test_page_may_be_left_empty_and_shows_what_was_saved(owner, response):
    post(owner, response, "company", "size", people="7")
    post(owner, response, "company", "hiring", 1)

    page = owner.get(url("page", response, "company", "size"))

    assert held(page)["people"] == "7"
    assert stored(response) == {"people": 7}


def test_save_and_leave_saves_and_ends_access(owner, response):
    answer = post(owner, response, "company", "size", people="7", then="exit")

    assert answer.url == reverse("surveys:left")
    assert stored(response) == {"people": 7}
    assert owner.get(url("hub", response)).status_code == 404


def test_page_answers_cannot_submit(owner, complete_response):
    post(owner, complete_response, "staff", "notes", 1, notes="Fin", then="submit", declared="on")

    assert not Submission.objects.exists()


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


def test_double_click_on_save_saves_once(owner, response):
    sent = {"revision": 0, "request_id": uuid4(), "people": "5"}

    answers = [owner.post(url("page", response, "company", "size"), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert response.events.count() == 1


def test_conflict_shows_both_values_and_saving_again_keeps_ours(owner, colleague, response):
    post(colleague, response, "company", "size", people="14")

    answer = post(owner, response, "company", "size", people="13")

    form = answer.context["form"]
    assert answer.status_code == 422
    assert "Bea Ruiz" in form.errors["people"][0]
    assert "14" in form.errors["people"][0]
    assert (form["people"].value(), form["revision"].value()) == ("13", "1")
    assert stored(response) == {"people": 14}

    post(owner, response, "company", "size", form["revision"].value(), people="13")

    assert stored(response) == {"people": 13}


def test_page_off_the_path_leads_to_the_sections_and_saves_nothing(owner, response):
    answer = post(owner, response, "company", "reasons", reasons="pay")

    assert answer.url == url("hub", response)
    assert not Answer.objects.exists()


def test_page_that_does_not_exist_is_404(owner, response):
    assert owner.get(url("page", response, "company", "ghost")).status_code == 404


def test_save_after_closing_keeps_what_was_typed_on_the_page(owner, response):
    close(response)

    answer = post(owner, response, "company", "size", people="5")

    assert answer.status_code == 422
    assert answer.context["form"]["people"].value() == "5"
    assert answer.context["form"].non_field_errors()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["hub", "check"])
def test_closed_edition_leads_to_the_page_that_says_so(owner, response, name):
    close(response)

    assert owner.get(url(name, response)).url == url("start", response)
    assert "surveys/closed.html" in [t.name for t in owner.get(url("start", response)).templates]


def test_closed_edition_shows_the_receipt(owner, complete_response):
    submission = submit_response(complete_response, idempotency_key=uuid4(), by="Ada")
    close(complete_response)

    closed = owner.get(url("start", complete_response)).content.decode()
    receipt = owner.get(url("receipt", complete_response)).content.decode()

    assert submission.receipt_number in closed
    assert submission.receipt_number in receipt


def test_check_page_links_what_is_missing(owner, response):
    page = owner.get(url("check", response)).content.decode()

    assert url("page", response, "company", "size") + "?back=check#question-people" in page
    assert "declared" not in page


def test_change_from_the_check_page_comes_back_to_it(owner, complete_response):
    answer = post(owner, complete_response, "company", "size", 1, people="13", back="check")

    assert answer.url == url("check", complete_response)


def test_sending_needs_the_declaration(owner, complete_response):
    answer = owner.post(url("submit", complete_response), {"idempotency_key": uuid4()})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["declared"]
    assert not Submission.objects.exists()


def test_sending_gives_one_receipt_however_often_it_is_pressed(
    owner, colleague, complete_response, invitation
):
    key = uuid4()

    answers = [
        client.post(url("submit", complete_response), {"idempotency_key": given, "declared": "on"})
        for client, given in ((owner, key), (owner, key), (colleague, uuid4()))
    ]

    submission = Submission.objects.get()
    assert {answer.url for answer in answers} == {url("receipt", complete_response)}
    assert submission.submitted_by == "Ada Pérez"
    assert Message.objects.get().person == invitation.person
    assert submission.receipt_number in owner.get(answers[0].url).content.decode()


def test_sending_what_is_not_complete_goes_back_to_the_check_page(owner, response):
    answer = owner.post(url("submit", response), {"idempotency_key": uuid4(), "declared": "on"})

    assert answer.url == url("check", response)
    assert not Submission.objects.exists()


def test_sending_by_get_does_nothing(owner, complete_response):
    assert owner.get(url("submit", complete_response)).url == url("check", complete_response)
    assert not Submission.objects.exists()


def test_sending_keeps_the_explanation_of_a_soft_check(owner, complete_response):
    save_cells(
        complete_response, [Change("roles", 99, row="ops", col="now")], request_id=uuid4(), actor="Ada"
    )

    sent = {"idempotency_key": uuid4(), "declared": "on", "because--roles-within-people--": "Two jobs each"}
    owner.post(url("submit", complete_response), sent)

    assert complete_response.check_flags.get().explanation == "Two jobs each"


def test_receipt_shows_what_was_sent_even_if_answers_change_later(owner, complete_response):
    submit_response(complete_response, idempotency_key=uuid4(), by="Ada")
    Answer.objects.filter(variable__code="people").update(num=777_777)

    page = owner.get(url("receipt", complete_response)).content.decode()

    assert "777.777" not in page
    assert ">12<" in page


def test_submitted_response_leads_to_the_receipt(owner, complete_response):
    submit_response(complete_response, idempotency_key=uuid4(), by="Ada")

    assert owner.get(url("start", complete_response)).url == url("receipt", complete_response)
    assert owner.get(url("hub", complete_response)).url == url("start", complete_response)


def test_language_switch_keeps_saved_answers(owner, response):
    post(owner, response, "company", "size", people="7")

    with translation.override("en"):
        english = url("page", response, "company", "size")
    page = owner.get(english)

    assert held(page)["people"] == "7"
    assert "About people<" in page.content.decode()


def test_pages_take_the_same_queries_for_few_and_many_answers(owner, response, django_assert_num_queries):
    addresses = {url("hub", response): 6, url("check", response): 3}
    addresses[url("page", response, "staff", "roles")] = 3
    for cells in ([Change("people", 1)], COMPLETE):
        save_cells(response, cells, request_id=uuid4(), actor="Ada")
        for address, queries in addresses.items():
            with django_assert_num_queries(queries):
                owner.get(address)


def test_every_page_of_the_shipped_questionnaire_is_drawn(db):
    response = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    client = press(InvitationFactory(unit=response.unit))
    opened = [Change(gate, "yes") for gate in ("recruited", "trained", "vacancies-now")]
    opened.append(Change("profiles", 3, row="dev-ai", col="hires-12"))
    save_cells(response, opened, request_id=uuid4(), actor="Ada")

    hub = client.get(url("hub", response))

    steps = hub.context["sitting"].path.steps
    assert len(steps) == 19
    for step in steps:
        page = client.get(url("page", response, *step.codes)).content.decode()
        for question in step.questions:
            assert f'id="question-{question.variable}"' in page


@pytest.mark.parametrize("version", [PublishedVersionFactory, load_questionnaire])
def test_preview_is_for_the_clusters_team(manager_client, client, version):
    address = reverse("surveys:preview", args=[version().pk])

    assert manager_client.get(address).status_code == 200
    manager_client.logout()
    assert manager_client.get(address).status_code == 302


def test_other_language_shows_what_was_typed(owner, response):
    answer = post(owner, response, "company", "size", people="7", then="language")

    assert answer.status_code == 302
    assert answer.url.startswith("/en/survey/")
    page = owner.get(answer.url)
    assert held(page)["people"] == "7"


def test_other_language_waits_for_an_answer_that_cannot_be_read(owner, response):
    answer = post(owner, response, "company", "size", people="siete", then="language")

    assert answer.status_code == 422
    assert answer.context["form"]["people"].value() == "siete"
