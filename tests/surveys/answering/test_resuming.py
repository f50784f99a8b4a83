"""Coming back in the middle of a section: one is told where one is, and led to the section's start."""

import uuid

from django.urls import reverse

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change

LEFT_OFF = "Aquí lo dejó"


def url(name, response, *place):
    return reverse(f"surveys:{name}", args=[response.pk, *place])


def read(client, address):
    return client.get(address).content.decode()


def test_list_of_sections_leads_on_to_the_page_left_off_at_and_to_the_start(owner, response):
    save_cells(response, [Change("people", 12)], request_id=uuid.uuid4(), actor="Ada")

    hub = read(owner, url("hub", response))

    assert f'href="{url("page", response, "company", "hiring")}?resumed=1"' in hub
    assert f'href="{url("page", response, "company", "size")}"' in hub
    assert "Lo dejó en: Page hiring (es)" in hub


def test_section_not_begun_is_not_left_off(owner, response):
    hub = read(owner, url("hub", response))

    assert "resumed" not in hub
    assert "Lo dejó en" not in hub


def test_page_says_that_one_left_off_there(owner, response):
    save_cells(response, [Change("people", 12)], request_id=uuid.uuid4(), actor="Ada")
    address = url("page", response, "company", "hiring")

    page = read(owner, f"{address}?resumed=1")

    assert LEFT_OFF in page
    assert f'href="{url("page", response, "company", "size")}">Ver «Company (es)» desde el principio' in page
    assert LEFT_OFF not in read(owner, address)
    assert LEFT_OFF not in read(owner, url("page", response, "company", "size") + "?resumed=1")


def test_page_saved_with_an_error_does_not_say_it_again(owner, response):
    save_cells(response, [Change("people", 12)], request_id=uuid.uuid4(), actor="Ada")
    address = url("page", response, "company", "hiring") + "?resumed=1"
    envelope = {"revision": "1", "request_id": str(uuid.uuid4()), "then": "continue"}

    answer = owner.post(address, envelope | {"hired": "maybe"})

    assert answer.status_code in (400, 422)
    assert LEFT_OFF not in answer.content.decode()
