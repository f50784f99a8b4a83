"""Rows of a company's own are added with a button and filled in; mistakes are named and stay."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.answering.actions import add_row, save_cells, submit_response
from surveys.answering.errors import ListFull, NotReady, SurveyClosed
from surveys.instrument.questions import MOST_ROWS
from surveys.models import Answer, RowItem
from tests.factories.surveys import (
    InvitationFactory,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.lists.conftest import NO_ROW, add, cell, post
from tests.surveys.answering.test_kinds import url


def names() -> list[str]:
    return list(
        Answer.objects.filter(col_key="name", on_path=True).order_by("pk").values_list("txt", flat=True)
    )


def test_button_adds_an_empty_row_and_leads_to_it(owner, response):
    answer = post(owner, response, "add:own")

    item = RowItem.objects.get()
    assert answer.url == f"{url(response)}#row-{item.key}"
    text = owner.get(url(response)).content.decode()
    assert f'name="{cell(item.key, "name")}"' in text
    assert f'id="row-{item.key}"' in text


def test_same_press_twice_adds_one_row(owner, response):
    request_id = uuid.uuid4()
    for _ in range(2):
        post(owner, response, "add:own", request_id=request_id)

    assert RowItem.objects.count() == 1


def test_adding_saves_what_was_typed_in_the_other_rows(owner, response):
    first = add(response)
    post(owner, response, "add:own", **{cell(first, "name"): "Analista <b>", cell(first, "people"): "1.000"})

    assert RowItem.objects.count() == 1  # 1,000 people are too many: first that is put right
    post(owner, response, "add:own", **{cell(first, "name"): "Analista <b>", cell(first, "people"): "12"})
    assert names() == ["Analista <b>"]
    assert RowItem.objects.count() == 2
    assert "Analista &lt;b&gt;" in owner.get(url(response)).content.decode()


@pytest.mark.parametrize(
    ("col", "text"),
    [
        ("people", "muchas"),
        ("people", "-1"),
        ("name", "a\0b"),
        ("name", "x" * 301),
        ("name", "y" * 1_000_000),
    ],
    ids=["letters", "negative", "nul", "long", "a-million"],
)
def test_bad_input_is_named_and_stays(owner, response, col, text):
    row = add(response, "Analista", 3)
    answer = post(
        owner, response, **{cell(row, "name"): "Analista", cell(row, "people"): "3", cell(row, col): text}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {cell(row, col)}
    assert answer.context["form"][cell(row, col)].value() == text
    assert names() == ["Analista"]


def test_row_without_its_name_is_asked_for_it(owner, response):
    row = add(response)
    answer = post(owner, response, **{cell(row, "people"): "3"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {cell(row, "name"): ["Rellene también esto, o quite la fila."]}


def test_missing_name_keeps_it_from_being_sent(response):
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    add(response, people=3)

    with pytest.raises(NotReady):
        submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")


def test_reading_the_question_changes_nothing(owner, response):
    row = add(response, "Analista")
    owner.get(reverse("surveys:row-remove", args=[response.pk, "own", row]))

    assert RowItem.objects.get().removed_at is None


def test_stranger_finds_no_row(response, owner):
    row = add(response, "Analista")
    stranger = press(InvitationFactory(unit__campaign=response.unit.campaign))
    address = reverse("surveys:row-remove", args=[response.pk, "own", row])

    assert stranger.get(address).status_code == 404
    assert stranger.post(address).status_code == 404
    assert RowItem.objects.get().removed_at is None


def test_list_takes_no_more_than_it_can(response):
    for _ in range(MOST_ROWS):
        add_row(response, "own", request_id=uuid.uuid4())

    with pytest.raises(ListFull):
        add_row(response, "own", request_id=uuid.uuid4())


@pytest.mark.parametrize("then", ["add:people", "add:", "remove:own", "take:own:x", "end:own:" + NO_ROW])
def test_odd_presses_change_nothing(owner, response, then):
    assert post(owner, response, then).status_code == 302
    assert not RowItem.objects.exists()


def test_closed_edition_takes_no_rows(response):
    campaign = response.unit.campaign
    campaign.closes_at = timezone.now() - timedelta(hours=1)
    campaign.due_at = campaign.closes_at - timedelta(hours=1)
    campaign.save()

    with pytest.raises(SurveyClosed):
        add_row(response, "own", request_id=uuid.uuid4())
