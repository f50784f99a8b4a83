"""The copies on paper, read again from the PDF."""

import io
import uuid

import pypdf
import pytest
from django.urls import reverse

from surveys.answering.actions import reopen_response, save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Submission
from tests.factories.members import UserFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, ResponseFactory
from tests.surveys.answering.conftest import press


def words_of(answer) -> str:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def pdf(client, response, name, query=""):
    return client.get(reverse(f"surveys:{name}-pdf", args=[response.pk]) + query)


def send(response):
    return submit_response(response, idempotency_key=uuid.uuid4(), by="Ada Pérez")


def test_copy_says_what_was_sent_with_its_number(owner, complete_response):
    submission = send(complete_response)

    words = words_of(pdf(owner, complete_response, "receipt"))

    assert submission.receipt_number in words
    assert "Ada Pérez" in words
    assert submission.payload_sha256[:16] in words.replace(" ", "")
    assert "12" in words
    assert "dev (es) 3" in words


def test_copy_of_each_submission_stays(owner, complete_response):
    send(complete_response)
    reopen_response(complete_response, by=UserFactory(), reason="Total")
    save_cells(complete_response, [Change("people", 432)], request_id=uuid.uuid4(), actor="Ada")
    send(complete_response)
    first, second = Submission.objects.order_by("sequence")

    newest = words_of(pdf(owner, complete_response, "receipt"))
    earlier = words_of(pdf(owner, complete_response, "receipt", "?envio=1"))

    assert second.receipt_number in newest
    assert "4.321" in newest or "432" in newest
    assert first.receipt_number in earlier
    assert "432" not in earlier


def test_markup_in_answers_is_only_text(owner, complete_response):
    nasty = '#panic() <b>*x*</b> $x$ "quoted" \\ [#sys] @label'
    save_cells(complete_response, [Change("notes", nasty)], request_id=uuid.uuid4(), actor="Ada")
    send(complete_response)

    words = words_of(pdf(owner, complete_response, "receipt"))

    assert "#panic()" in words
    assert "<b>*x*</b>" in words


def test_nothing_sent_has_no_copy(owner, response):
    assert pdf(owner, response, "receipt").status_code == 404
    assert pdf(owner, response, "receipt", "?envio=1").status_code == 404


def test_stranger_gets_no_paper(stranger, client, complete_response):
    send(complete_response)

    for visitor in (stranger, client):
        for name in ("receipt", "questions"):
            assert pdf(visitor, complete_response, name).status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_shipped_questionnaire_is_on_paper_whole(db, language):
    response = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    client = press(InvitationFactory(unit=response.unit))
    url = reverse("surveys:questions-pdf", args=[response.pk])
    if language == "en":
        url = url.replace("/encuesta/", "/en/survey/").replace("preguntas.pdf", "questions.pdf")

    words = words_of(client.get(url))

    assert response.unit.name_at_launch in words
    assert "☐" in words
    assert words.count("Asked only after" if language == "en" else "Solo se pregunta") >= 1


def test_blank_copy_says_what_the_choices_of_a_column_are(owner, response):
    words = words_of(pdf(owner, response, "questions"))

    assert "level (es): 0 (es) / 1 (es) / 2 (es)." in words
    assert "urgency (es): none (es) / now (es)." in words
