"""Everybody who may ask for a page, signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from members.enums import PanelRole
from members.roles import give_role
from tests.conftest import sign_in
from tests.factories.members import (
    MembershipFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    UserFactory,
)

# Of no row: the table says who is let as far as the search for it.
NO_KEY = 987_654_321
# The team's roles in the panel; "curator" is the panel's editor, "editor" the company's.
TEAM = {"manager": PanelRole.MANAGER, "curator": PanelRole.EDITOR, "auditor": PanelRole.AUDITOR}


@pytest.fixture
def cast() -> dict:
    organisation = OrganisationFactory(slug="marea-alta")
    MembershipFactory(organisation=organisation)
    people = {"organisation": organisation, "anonymous": Client()}
    for role in ("viewer", "owner", "editor"):
        account = OrganisationUserFactory(organisation=organisation, role=role)
        people |= {role: sign_in(Client(), account.user), f"{role} account": account}
    people["stranger"] = sign_in(Client(), OrganisationUserFactory().user)
    for name, role in TEAM.items():
        user = UserFactory()
        give_role(user, role)
        people[name] = sign_in(Client(), user)
    return people


def answer(client: Client, url: str) -> str:
    response = client.get(url)
    if response.status_code in (301, 302):
        to_sign_in = (reverse("account_request_login_code"), reverse("admin:login"), reverse("account_login"))
        return "in" if response.url.partition("?")[0] in to_sign_in else "go"
    return str(response.status_code)
