"""Lists of a company's own rows: added, changed, taken over from the last edition, and removed by marking."""

import threading
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.actions import add_row, remove_row, save_cells, submit_response, take_over_row
from surveys.answering.cells import Change
from surveys.answering.errors import CellRefused, ListFull, NoSuchRow, NotReady, SurveyClosed
from surveys.fielding.partials import cells_by_response
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Cell, Key
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.questions import MOST_ROWS
from surveys.instrument.routing import find_path
from surveys.models import Answer, AnswerEvent, RowItem
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    ResponseFactory,
    UnitFactory,
    VersionFactory,
    ask,
    page,
    words,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.test_autosave import autosave
from tests.surveys.answering.test_kinds import PLACE, definition_with, url

NAME = {"code": "name", "label": words("Profile"), "kind": "text", "required": True}
PEOPLE = {"code": "people", "label": words("People"), "kind": "number", "min": 0, "max": 500}
NO_ROW = "00000000-0000-4000-8000-000000000000"
QUESTION = ask("own", "list", columns=[NAME, PEOPLE])
DEFINITION = definition_with(QUESTION)
PARSED = parse_definition(DEFINITION)


@pytest.fixture
def version(db):
    return publish_version(VersionFactory(definition=DEFINITION), by=None)


@pytest.fixture
def response(version):
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def add(response, name="", people=None):
    """Add a row with what it says; return its key."""
    key = str(add_row(response, "own", request_id=uuid.uuid4()).key)
    given = {"name": name or None, "people": people}
    changes = [Change("own", value, row=key, col=col) for col, value in given.items() if value is not None]
    if changes:
        save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")
    return key


def cell(row, col):
    return f"own--{row}--{col}"


def post(owner, response, then="continue", revision=None, request_id=None, **answers):
    response.refresh_from_db()
    envelope = {"revision": response.revision if revision is None else revision}
    envelope |= {"request_id": request_id or uuid.uuid4(), "then": then}
    return owner.post(url(response), envelope | answers)


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


def test_receipt_and_payload_hold_the_rows_in_their_order(owner, response):
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    first, gone, last = add(response, "Analista", 3), add(response, "Fuera", 9), add(response, "Tester", 1)
    remove_row(response, "own", uuid.UUID(gone), actor="Ada")
    owner.get(url(response, "check"))
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    sent = [
        (row["row"], row["col"], row["value"])
        for row in submission.payload["answers"]
        if row["variable"] == "own"
    ]
    assert sent == [
        (first, "name", "Analista"),
        (first, "people", 3),
        (last, "name", "Tester"),
        (last, "people", 1),
    ]
    for name in ("receipt", "history"):
        assert "Tester" in owner.get(url(response, name)).content.decode()
    assert "Fuera" not in owner.get(url(response, "receipt")).content.decode()
    assert owner.get(reverse("surveys:receipt-pdf", args=[response.pk])).status_code == 200


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


def test_page_without_rows_asks_the_database_no_more(owner, response, django_assert_max_num_queries):
    add(response, "Analista", 1)
    with django_assert_max_num_queries(20) as few:
        owner.get(url(response))
    for number in range(8):
        add(response, f"Perfil {number}", number)
    with django_assert_max_num_queries(20) as many:
        owner.get(url(response))

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "question",
    [
        ask("own", "list", columns=[]),
        ask("own", "list", columns=[PEOPLE]),
        ask("own", "list", columns=[{**NAME, "required": False}]),
        ask("own", "list", columns=[NAME], rows=[{"code": "a", "label": words("a")}]),
        ask("own", "grid", columns=[NAME], rows=[{"code": "a", "label": words("a")}]),
    ],
    ids=["no-columns", "no-name", "name-not-required", "rows", "text-in-a-grid"],
)
def test_linter_refuses(question):
    assert problems_in(parse_definition(definition_with(question)))


@pytest.mark.parametrize(
    "condition",
    [
        {"variable": "own", "count_at_least": 2},
        {"left": {"sum": {"variable": "own", "col": "people"}}, "at_least": 10},
    ],
    ids=["count", "sum"],
)
def test_conditions_look_at_the_rows_there_are(condition):
    definition = definition_with(QUESTION)
    definition["sections"][0]["pages"].append(page("more", ask("more", "text"), show_if=condition))
    parsed = parse_definition(definition)
    rows = [str(uuid.uuid4()) for _ in range(2)]
    cells = {Key("own", row, "people"): Cell(Decimal(5)) for row in rows}
    cells |= {Key("own", row, "name"): Cell("x") for row in rows}

    assert problems_in(parsed) == []
    assert find_path(parsed, cells, rows={"own": rows}).step_of("more")
    assert find_path(parsed, cells, rows={"own": rows[:1]}).step_of("more") is None


@given(st.lists(st.tuples(st.text(max_size=8), st.booleans()), max_size=6))
def test_only_rows_that_are_there_count(rows):
    keys = [str(uuid.uuid4()) for _ in rows]
    cells = {
        Key("own", key, "name"): Cell(text) for key, (text, _live) in zip(keys, rows, strict=True) if text
    }
    live = [key for key, (_text, there) in zip(keys, rows, strict=True) if there]

    path = find_path(PARSED, cells, rows={"own": live})
    question = next(q for q in path.questions() if q.variable == "own")

    assert [row.code for row in question.rows] == live
    assert {key.row for key in path.cells} == {key.row for key in cells} & set(live)


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


def test_removed_rows_do_not_count_when_an_edition_closes(response):
    wanted, removed = add(response, "Analyst", 2), add(response, "Tester", 500)
    remove_row(response, "own", removed, actor="Ada")

    cells = cells_by_response([response.pk])[response.pk]

    assert {key.row for key in cells} == {wanted}
