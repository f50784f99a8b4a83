"""The rows of the last edition are offered, and taken over one by one."""

import uuid
from datetime import timedelta

import pytest

from surveys.answering.actions import save_cells, submit_response, take_over_row
from surveys.answering.errors import NoSuchRow
from surveys.models import Answer, RowItem
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    ResponseFactory,
    UnitFactory,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.lists.conftest import add, cell, post
from tests.surveys.answering.test_kinds import url


@pytest.fixture
def next_year(response):
    """The same company in the next edition, having listed two profiles in the last."""
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    rows = add(response, "Analista", 3), add(response, "Tester", 1)
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    earlier, year = response.unit.campaign, timedelta(days=365)
    for name in ("opens_at", "due_at", "closes_at"):
        setattr(earlier, name, getattr(earlier, name) - year)
    earlier.save()
    campaign = CampaignFactory(version=response.version, reference_date="2027-12-31")
    now = ResponseFactory(unit=UnitFactory(campaign=campaign, organisation=response.unit.organisation))
    return now, press(InvitationFactory(unit=now.unit)), rows


def test_last_editions_rows_are_offered_and_not_copied(next_year):
    now, owner, (row, _other) = next_year
    text = owner.get(url(now)).content.decode()

    assert "Analista" in text
    assert "People (es): 3" in text
    assert f"take:own:{row}" in text
    assert not Answer.objects.filter(response=now).exists()
    assert not RowItem.objects.filter(response=now).exists()


def test_row_taken_over_brings_its_name_and_shows_its_figure(next_year):
    now, owner, (row, other) = next_year
    answer = post(owner, now, f"take:own:{row}")

    assert answer.url.endswith(f"#row-{row}")
    taken = Answer.objects.get(response=now)
    assert (taken.txt, taken.origin, taken.row_key) == ("Analista", "confirmed_last_edition", row)
    assert RowItem.objects.get(response=now).state == "confirmed"
    text = owner.get(url(now)).content.decode()
    assert f'id="id_{cell(row, "people")}_last"' in text
    assert f"take:own:{row}" not in text
    assert f"take:own:{other}" in text


def test_row_left_behind_is_not_offered_again(next_year):
    now, owner, (row, _other) = next_year
    post(owner, now, f"end:own:{row}")

    assert RowItem.objects.get(response=now).state == "ended"
    assert f"take:own:{row}" not in owner.get(url(now)).content.decode()
    assert not Answer.objects.filter(response=now).exists()


def test_nobody_takes_over_what_was_never_listed(next_year):
    now, _owner, _rows = next_year
    with pytest.raises(NoSuchRow):
        take_over_row(now, "own", uuid.uuid4(), request_id=uuid.uuid4(), actor="Ada")
