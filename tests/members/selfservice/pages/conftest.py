"""Who comes to an organisation's own pages: owner, viewer, respondent and stranger."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Identifier
from tests.conftest import sign_in
from tests.factories.members import (
    MembershipFactory,
    OrganisationFactory,
    OrganisationUserFactory,
)

NIF = "B64717838"


class Cast:
    """An organisation with one person for each role, and a stranger who owns another one."""

    def __init__(self):
        self.organisation = OrganisationFactory(legal_name="Marea Alta, S.L.", municipality="Laredo")
        Identifier.objects.create(organisation=self.organisation, value=NIF)
        MembershipFactory(organisation=self.organisation)
        for role in ("owner", "editor", "viewer", "respondent"):
            setattr(self, role, OrganisationUserFactory(organisation=self.organisation, role=role))
        self.stranger = OrganisationUserFactory()

    def client(self, who) -> Client:
        return sign_in(Client(), getattr(self, who).user)

    def url(self, name, *keys):
        return reverse(f"account:{name}", args=[self.organisation.slug, *keys])


@pytest.fixture
def cast():
    return Cast()


def filled(page, **changes) -> dict:
    """Return what a browser would send of the form on a page, with some fields typed anew."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in (values | changes).items()}
