"""What a page refuses is refused at the end too: two people, or a script, may have got around the page."""

import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from surveys.answering.actions import add_row, remove_row, save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import NotReady
from surveys.instrument.actions import publish_version
from surveys.models import Submission
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
    ask,
    words,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.lists.conftest import NAME, PEOPLE
from tests.surveys.answering.test_kinds import definition_with

NONE = {"status": "not_applicable", "label": words("None")}
LIST = ask("own", "list", columns=[NAME, PEOPLE], opt_out=NONE)
GRID = ask(
    "own",
    "grid",
    rows=[{"code": "dev", "label": words("Dev")}],
    columns=[{"code": "now", "label": words("Now"), "kind": "number"}],
    opt_out=NONE,
)
RULE = {
    "code": "few",
    "section": "company",
    "severity": "hard",
    "message": words("{row}: too many."),
    "rule": {"each_row": "own", "left": {"col": "people"}, "at_most": 5},
}


def begun(question, *checks):
    definition = definition_with(question)
    definition["checks"] += checks
    version = publish_version(VersionFactory(definition=definition), by=None)
    response = ResponseFactory(unit__campaign=CampaignFactory(version=version))
    save(response, *COMPLETE)
    return response


def save(response, *changes):
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")


def listed(response, **said):
    row = str(add_row(response, "own", request_id=uuid.uuid4()).key)
    save(response, *(Change("own", value, row=row, col=col) for col, value in said.items()))
    return row


def send(response):
    return submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")


def todo(response) -> list[str]:
    """Return what the check page asks for before it lets the answers be sent."""
    page = press(InvitationFactory(unit=response.unit)).get(reverse("surveys:check", args=[response.pk]))
    assert page.status_code == 200
    text = unescape(page.content.decode())
    assert ('name="declared"' in text) is not ("todo__title" in text)
    return [words for _step, _question, words in page.context["missing"]]


def refused(response) -> NotReady:
    with pytest.raises(NotReady) as caught:
        send(response)
    assert not Submission.objects.exists()
    return caught.value


@pytest.mark.django_db
def test_list_with_rows_and_its_way_out_is_not_sent():
    response = begun(LIST)
    row = listed(response, name="Analista")
    save(response, Change("own", status="not_applicable"))

    assert [question.variable for _step, question in refused(response).missing] == ["own"]
    (said,) = todo(response)
    assert said.startswith("About own (es): «None (es)» está marcado y además hay filas rellenas.")

    remove_row(response, "own", row, actor="Bea")
    assert todo(response) == []
    sent = [answer for answer in send(response).payload["answers"] if answer["variable"] == "own"]
    assert [(answer["row"], answer["status"]) for answer in sent] == [("", "not_applicable")]


@pytest.mark.django_db
def test_grid_with_figures_and_its_way_out_is_not_sent():
    response = begun(GRID)
    save(response, Change("own", 3, row="dev", col="now"), Change("own", status="not_applicable"))

    assert [question.variable for _step, question in refused(response).missing] == ["own"]
    assert len(todo(response)) == 1

    save(response, Change("own", status="blank"))
    assert send(response).sequence == 1


@pytest.mark.django_db
def test_row_without_what_it_needs_is_named_and_not_sent():
    response = begun(LIST)
    listed(response, name="Analista")
    listed(response, people=2)

    assert refused(response).missing
    assert todo(response) == ["About own (es), Fila 2: rellene «Profile (es)» o quite la fila."]


@pytest.mark.django_db
def test_rule_on_each_row_of_a_list_counts_at_the_end_and_removed_rows_do_not():
    response = begun(LIST, RULE)
    row = listed(response, name="Analista", people=9)

    assert [failure.check.code for failure in refused(response).failed] == ["few"]

    remove_row(response, "own", row, actor="Bea")
    assert send(response).sequence == 1


@pytest.mark.django_db
def test_what_keeps_it_from_being_sent_stands_above_the_answers_and_leads_down():
    response = ResponseFactory()
    save(response, *COMPLETE, Change("roles", 40, row="dev", col="now"))
    owner = press(InvitationFactory(unit=response.unit))

    page = owner.post(reverse("surveys:submit", args=[response.pk]), {"idempotency_key": uuid.uuid4()})

    assert page.status_code == 422
    text = unescape(page.content.decode())
    summary = text[text.index("error-summary") : text.index("<h1")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_because--roles-within-people--", "id_declared"]
    assert "More roles than people. (es)" in summary
    assert "Marque la declaración para enviar sus respuestas." in summary
    assert all(f'id="{target}"' in text for target in targets)


@pytest.mark.django_db
def test_check_page_leads_on_to_the_first_question_that_is_missing():
    response = ResponseFactory()
    owner = press(InvitationFactory(unit=response.unit))

    page = owner.get(reverse("surveys:check", args=[response.pk]))

    step, question = next(iter(page.context["sitting"].path.missing()))
    address = reverse("surveys:page", args=[response.pk, *step.codes])
    link = f'class="btn btn-primary" href="{address}?back=check#question-{question.variable}"'
    assert link in texts_of(page)
    save(response, *COMPLETE)
    assert "Seguir con lo que falta" not in texts_of(owner.get(reverse("surveys:check", args=[response.pk])))


def texts_of(page) -> str:
    return page.content.decode()
