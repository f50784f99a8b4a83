"""Who comes to the pages under /cuenta/: owner, colleague and stranger."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.factories.members import (
    OrganisationFactory,
    OrganisationUserFactory,
)


class Cast:
    """An organisation with an owner and a colleague, and a stranger who owns another one."""

    def __init__(self):
        self.organisation = OrganisationFactory(legal_name="Marea Alta, S.L.")
        self.owner = OrganisationUserFactory(organisation=self.organisation)
        self.colleague = OrganisationUserFactory(organisation=self.organisation, role="viewer")
        self.stranger = OrganisationUserFactory()
        self.people = reverse("account:people", args=[self.organisation.slug])

    def client(self, who) -> Client:
        return sign_in(Client(), getattr(self, who).user)

    def url(self, name, row):
        return reverse(f"account:{name}", args=[self.organisation.slug, row.pk])


@pytest.fixture
def cast():
    return Cast()
