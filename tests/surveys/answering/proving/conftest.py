"""A link to what a company has written already, and the browser of whoever opened it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from surveys.fielding.outbox import send_queued
from tests.factories.surveys import InvitationFactory
from tests.surveys.answering.conftest import knock


@pytest.fixture
def invitation(complete_response):
    """The link of somebody whose company has saved answers."""
    return InvitationFactory(unit=complete_response.unit, person__work_email="ada@empresa.example")


@pytest.fixture
def visitor(invitation):
    """A browser that opened the link and pressed its button."""
    client = Client()
    knock(invitation, client)
    return client


def url(name, *args):
    return reverse(f"surveys:{name}", args=args)


def ask(visitor, invitation):
    return visitor.post(url("prove", invitation.pk))


def mailed_code():
    """Have the outbox sent and return the code of its newest mail."""
    send_queued()
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


def type_code(visitor, invitation, code):
    return visitor.post(url("prove-code", invitation.pk), {"code": code})


def may_read(visitor, response):
    return visitor.get(url("hub", response.pk)).status_code == 200
