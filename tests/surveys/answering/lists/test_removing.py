"""A row is removed by marking it, after being asked; what others still type for it is told and shown."""

import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from surveys.answering.actions import add_row, remove_row, save_cells
from surveys.answering.cells import Change
from surveys.answering.errors import CellRefused
from surveys.instrument.actions import publish_version
from surveys.models import Answer, AnswerEvent, RowItem
from tests.factories.surveys import (
    ResponseFactory,
    VersionFactory,
)
from tests.surveys.answering.lists.conftest import DEFINITION, NO_ROW, add, cell, post
from tests.surveys.answering.test_autosave import autosave
from tests.surveys.answering.test_kinds import PLACE, url


def test_removing_asks_first_and_marks(owner, response):
    row = add(response, "Analista", 3)
    asked = post(
        owner, response, f"remove:own:{row}", **{cell(row, "name"): "Analista", cell(row, "people"): "4"}
    )
    confirmation = owner.get(asked.url)

    assert asked.url == reverse("surveys:row-remove", args=[response.pk, "own", row])
    assert RowItem.objects.get().removed_at is None
    assert "Analista" in confirmation.content.decode()
    assert "People (es): 4" in confirmation.content.decode()

    owner.post(asked.url)
    item = RowItem.objects.get()
    assert item.removed_at is not None
    assert item.removed_by
    assert set(Answer.objects.filter(row_key=row).values_list("on_path", flat=True)) == {False}
    assert f'id="row-{row}"' not in owner.get(url(response)).content.decode()


def test_row_with_a_mistake_can_be_removed(owner, response):
    row = add(response)
    answer = post(owner, response, f"remove:own:{row}", **{cell(row, "people"): "muchas"})

    assert answer.url == reverse("surveys:row-remove", args=[response.pk, "own", row])


def test_removing_twice_is_harmless(owner, response):
    row = add(response, "Analista")
    address = reverse("surveys:row-remove", args=[response.pk, "own", row])
    owner.post(address)
    when = RowItem.objects.get().removed_at
    owner.post(address)

    assert RowItem.objects.get().removed_at == when


def test_answer_for_a_row_removed_meanwhile_is_told_and_shown(owner, response):
    row = add(response, "Analista", 3)
    remove_row(response, "own", uuid.UUID(row), actor="Bea")
    answer = post(owner, response, revision=1, **{cell(row, "name"): "Analista", cell(row, "people"): "7"})

    (message,) = answer.context["form"].non_field_errors()
    assert answer.status_code == 422
    assert "Analista" in message
    assert "Bea" in message
    assert "People (es): 7" in message
    assert Answer.objects.get(row_key=row, col_key="people").num == 3


def test_untouched_row_that_somebody_removed_stays_removed(owner, response):
    row = add(response, "Analista", 3)
    remove_row(response, "own", uuid.UUID(row), actor="Bea")
    answer = post(owner, response, revision=1, **{cell(row, "name"): "Analista", cell(row, "people"): "3"})

    assert answer.status_code == 302
    assert RowItem.objects.get().removed_at is not None


def test_autosave_says_of_a_removed_row_and_keeps_the_others(owner, response):
    gone, kept = add(response, "Analista", 3), add(response, "Tester", 1)
    remove_row(response, "own", uuid.UUID(gone), actor="Bea")
    fields = {cell(gone, "people"): "7", cell(kept, "name"): "Tester", cell(kept, "people"): "2"}
    response.refresh_from_db()
    answer = autosave(owner, response, PLACE, revision=response.revision, **fields)

    assert answer.status_code == 200
    assert "Bea" in answer.json()["note"]
    assert Answer.objects.get(row_key=kept, col_key="people").num == 2


@pytest.mark.parametrize("row", ["nothing", NO_ROW], ids=["no-key", "no-row"])
def test_cells_of_rows_that_are_not_there_are_refused(response, row):
    with pytest.raises(CellRefused):
        save_cells(response, [Change("own", "x", row=row, col="name")], request_id=uuid.uuid4(), actor="Ada")


def test_row_added_by_another_survives_a_page_opened_before(owner, response):
    mine = add(response, "Analista", 3)
    response.refresh_from_db()
    opened_at = response.revision
    theirs = add(response, "Tester", 1)
    answer = post(
        owner, response, revision=opened_at, **{cell(mine, "name"): "Analista", cell(mine, "people"): "4"}
    )

    assert answer.status_code == 302
    assert Answer.objects.get(row_key=theirs, col_key="name").txt == "Tester"
    assert Answer.objects.get(row_key=mine, col_key="people").num == 4


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_at_once_both_get_their_row():
    version = publish_version(VersionFactory(definition=DEFINITION), by=None)
    response = ResponseFactory(unit__campaign__version=version)
    barrier = threading.Barrier(4)

    def work():
        barrier.wait()
        try:
            add_row(response, "own", request_id=uuid.uuid4())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(RowItem.objects.values_list("position", flat=True)) == [1, 2, 3, 4]
    assert not AnswerEvent.objects.exists()
