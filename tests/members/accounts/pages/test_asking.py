"""Asking for access tells nobody which organisations are known."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import AccessRequest

pytestmark = pytest.mark.django_db


def ask(client, **fields):
    data = {"name": "Bea", "email": "bea@example.org", "organisation_text": "Marea Alta, S.L."} | fields
    return client.post(reverse("account:ask"), data, follow=True)


def test_asking_is_answered_the_same_whether_the_organisation_is_known(cast):
    answers = [
        ask(Client(), email="a@example.org"),
        ask(Client(), email="b@example.org", organisation_text="Nobody knows"),
        ask(Client(), email=cast.owner.user.email),
    ]

    pages = {answer.content.decode().partition("<main")[2] for answer in answers}
    assert len(pages) == 1
    assert AccessRequest.objects.count() == 3


def test_asking_has_its_limits(settings):
    answers = [ask(Client(), email=f"a{n}@example.org").status_code for n in range(6)]

    assert answers == [200] * 5 + [429]
