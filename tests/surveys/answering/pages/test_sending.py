"""From the page that reads the answers back to the receipt."""

from uuid import uuid4

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.models import Answer, Message, Submission
from tests.surveys.answering.pages.conftest import post, url


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
