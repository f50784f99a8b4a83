import pytest
from django.test import Client

from tests.conftest import sign_in
from tests.factories.members import OrganisationFactory, OrganisationUserFactory
from tests.factories.training import OfferFactory, ProviderFactory


@pytest.fixture
def provider(db):
    return ProviderFactory(organisation=OrganisationFactory(slug="academia", legal_name="Academia Nube"))


@pytest.fixture
def owner(provider):
    return OrganisationUserFactory(
        organisation=provider.organisation, role="owner", user__email="ada@example.org"
    ).user


@pytest.fixture
def offer(provider):
    return OfferFactory(
        provider=provider, slug="redes", name_es="Redes", municipality="Laredo", learning_hours=20
    )


def as_(user) -> Client:
    return sign_in(Client(), user)


@pytest.fixture
def cast(provider, owner):
    """A browser of everybody who may ask for a provider's pages."""
    organisation = provider.organisation
    made = {"owner": as_(owner), "anonymous": Client()}
    for role in ("editor", "viewer", "respondent"):
        made[role] = as_(OrganisationUserFactory(organisation=organisation, role=role).user)
    made["stranger"] = as_(OrganisationUserFactory(role="owner").user)
    other = ProviderFactory()
    made["other provider"] = as_(OrganisationUserFactory(organisation=other.organisation, role="owner").user)
    return made
