"""A page whose frame was drawn before says what it says when drawn whole, and of each company its own."""

import re
from uuid import uuid4
from weakref import WeakKeyDictionary

import pytest
from django.urls import reverse

from surveys.answering import frames
from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.enums import ResponseState
from surveys.models import Response
from tera.stencils import SECRET, Stencil, hole
from tests.factories.surveys import InvitationFactory, ResponseFactory
from tests.surveys.answering.conftest import COMPLETE, press

# What differs between two visits of one browser.
PASSING = re.compile(r'(?<=value=")[A-Za-z0-9]{64}|(?<=data-token=")[^"]+|[0-9a-f-]{36}|(?<=data-left=")\d+')


@pytest.fixture(autouse=True)
def frames_drawn(monkeypatch):
    drawn = WeakKeyDictionary()
    monkeypatch.setattr(frames, "_frames", drawn)
    return drawn


def count(drawn):
    return sum(len(kept) for kept in drawn.values())


def company(name, given_name, campaign=None):
    kept = {"unit__campaign": campaign} if campaign else {}
    response = ResponseFactory(unit__name_at_launch=name, **kept)
    return response, press(InvitationFactory(unit=response.unit, person__given_name=given_name))


def read(client, name, response, *place):
    return client.get(reverse(f"surveys:{name}", args=[response.pk, *place])).content.decode()


def submit(response):
    save_cells(response, COMPLETE, request_id=uuid4(), actor="Ada")
    return submit_response(response, idempotency_key=uuid4(), by="<Ada>")


@pytest.mark.parametrize("people", [None, 7])
def test_framed_page_is_the_page_drawn_whole(owner, response, frames_drawn, monkeypatch, people):
    if people:
        save_cells(response, [Change("people", people)], request_id=uuid4(), actor="Ada")
    read(owner, "page", response, "company", "size")
    framed = read(owner, "page", response, "company", "size")
    assert count(frames_drawn) == 1

    monkeypatch.setattr(frames, "is_plain", lambda request, sitting: False)
    whole = read(owner, "page", response, "company", "size")

    assert PASSING.sub("…", framed).split() == PASSING.sub("…", whole).split()


def test_framed_receipt_is_the_receipt_drawn_whole(owner, response, frames_drawn, monkeypatch):
    submit(response)
    read(owner, "receipt", response)
    framed = read(owner, "receipt", response)
    assert count(frames_drawn) == 1

    monkeypatch.setattr(frames, "is_plain", lambda request, sitting: False)
    whole = read(owner, "receipt", response)

    assert PASSING.sub("…", framed).split() == PASSING.sub("…", whole).split()


def test_each_company_reads_its_own_in_a_frame_drawn_for_another(db, frames_drawn):
    one, ada = company("Uno & Cía", "Ada")
    two, bob = company("Dos <b>", "Bob", one.unit.campaign)

    pages = [
        read(client, "page", response, "company", "size") for response, client in ((one, ada), (two, bob))
    ]
    receipts = []
    for response, client in ((one, ada), (two, bob)):
        number = submit(response).receipt_number
        receipts.append(read(client, "receipt", response))
        assert number in receipts[-1]

    assert count(frames_drawn) == 2
    for first, second in (pages, receipts):
        assert "Uno &amp; Cía" in first
        assert "Dos &lt;b&gt;" in second
        assert "Uno" not in second
        assert str(one.pk) not in second
        assert str(two.pk) in second
        assert SECRET not in first + second
    assert "&lt;Ada&gt;" in receipts[0]


def test_page_that_has_something_to_say_is_drawn_whole(owner, response, frames_drawn):
    address = reverse("surveys:page", args=[response.pk, "company", "size"])

    wrong = owner.post(address, {"people": "doce", "revision": 0, "request_id": uuid4()})

    assert 'value="doce"' in wrong.content.decode()
    assert count(frames_drawn) == 0


def test_receipt_of_reopened_answers_is_drawn_whole(owner, response, frames_drawn):
    submit(response)
    Response.objects.filter(pk=response.pk).update(state=ResponseState.IN_PROGRESS, submitted_at=None)

    assert "receipt" in read(owner, "receipt", response)
    assert count(frames_drawn) == 0


def test_stencil_fills_each_hole_and_no_other():
    stencil = Stencil(f"<p>{hole('name')}, {hole('q:2:a-b_C')} and n77</p>", {"n77": "number"})

    assert stencil.names == {"name", "q:2:a-b_C", "number"}
    assert stencil.fill({"name": hole("number"), "q:2:a-b_C": "x", "number": "1", "more": ""}) == (
        f"<p>{hole('number')}, x and 1</p>"
    )
