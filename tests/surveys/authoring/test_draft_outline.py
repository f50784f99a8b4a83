"""The draft's list as a browser sends it, and what a newcomer reads on it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.factories.surveys import TINY, VersionFactory

pytestmark = pytest.mark.django_db
FORM = re.compile(r'<form method="post" class="draft__(?:tools|adds)".*?</form>', re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def address(draft) -> str:
    return reverse("admin:surveys_questionnaireversion_draft", args=[draft.pk])


@pytest.fixture
def draft():
    return VersionFactory()


def test_every_button_of_the_list_works_in_a_browser(manager, draft):
    browser = sign_in(Client(enforce_csrf_checks=True), manager)
    forms = FORM.findall(browser.get(address(draft)).content.decode())
    tokens = [TOKEN.search(form) for form in forms]

    answer = browser.post(
        address(draft),
        {
            "do": "remove",
            "kind": "question",
            "name": "notes",
            "csrfmiddlewaretoken": tokens[0] and tokens[0][1],
        },
    )

    draft.refresh_from_db()
    assert len(forms) > 10
    assert all(tokens)
    assert answer.status_code == 302
    assert draft.definition != TINY
