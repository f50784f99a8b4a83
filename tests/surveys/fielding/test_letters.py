import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.enums import Wave
from surveys.fielding.actions import queue_wave
from surveys.fielding.letters import (
    fill,
    html_body,
    names_for,
    plain_body,
    problems_in,
    shipped_words,
    words_for,
)
from surveys.fielding.outbox import send_queued
from surveys.models import Letter

VALUES = {"company": "Ana SL", "person": "Ana", "link": "https://example.org/e/token/"}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("wave", Wave.values)
def test_shipped_words_of_every_message_are_sound(wave, language):
    words = shipped_words()[wave][language]

    assert problems_in(words.subject, wave) == []
    assert problems_in(words.body, wave, needs_link=True) == []
    assert "\n" not in words.subject


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ company }} {{ link }}", False),
        ("{{ empresa }} {{enlace}}", False),
        ("{{ link }} {{ companny }}", True),
        ("{{ link }} {{ company.owner }}", True),
        ("{{ link }} {{ company|upper }}", True),
        ("{{ link }} {{ __class__ }}", True),
        ("{{ link }} {% load i18n %}", True),
        ("{{ link }} {{ company", True),
        ("{{ link }} {{ receipt }}", True),
        ("No link at all", True),
        ("{{ link }} {company} {0.__class__} %(company)s", False),
    ],
)
def test_placeholders_are_a_closed_list(text, problem):
    assert bool(problems_in(text, "invitation", needs_link=True)) is problem


@given(st.text(max_size=300))
def test_filling_any_text_brings_in_nothing_but_the_values(text):
    filled = fill(text, VALUES)

    assert "token_hash" not in filled
    assert fill(text.replace("{", ""), VALUES) == text.replace("{", "")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_value_in_html_is_always_escaped(value):
    html = html_body("Dear {{ company }},", VALUES | {"company": f"<script>{value}"})

    assert "<script>" not in html


def test_body_is_the_same_words_in_text_and_html():
    body = "**Dear {{ person }}**,\n\nhere: {{ enlace }}"

    assert plain_body(body, VALUES) == "Dear Ana,\n\nhere: https://example.org/e/token/"
    assert html_body(body, VALUES) == (
        "<p><strong>Dear Ana</strong>,</p>\n"
        '<p>here: <a href="https://example.org/e/token/">https://example.org/e/token/</a></p>\n'
    )


def test_company_named_in_markdown_brings_no_markup():
    assert html_body("{{ company }}", {"company": "**Bold** [x](https://evil.example)"}) == (
        "<p>**Bold** [x](https://evil.example)</p>\n"
    )


@pytest.mark.django_db
def test_own_words_replace_the_shipped_ones_where_there_are_any(edition, postbox):
    Letter.objects.filter(wave="invitation").update(
        subject_es="Hola {{ empresa }}", body_es="Su enlace: {{ enlace }}"
    )
    queue_wave(edition, "invitation", by=None)

    send_queued()

    assert {mail["Subject"].strip() for _to, mail in postbox.mails} == {
        "Hola Ana SL",
        "Hola Berta SL",
        "Hola Carlos SL",
    }
    assert words_for("invitation", "en") == shipped_words()["invitation"]["en"]


def test_names_for_a_message_are_those_it_has_something_for():
    assert "link" in names_for("invitation")
    assert "receipt" not in names_for("invitation")
    assert "receipt" in names_for("receipt")
    assert "link" not in names_for("thanks")
