import pytest

from tests.factories.members import OrganisationFactory, OrganisationUserFactory
from tests.factories.training import OfferFactory, ProviderFactory


@pytest.fixture
def provider(db):
    return ProviderFactory(organisation=OrganisationFactory(slug="academia", legal_name="Academia Nube"))


@pytest.fixture
def owner(provider):
    return OrganisationUserFactory(organisation=provider.organisation, role="owner").user


@pytest.fixture
def offer(provider):
    return OfferFactory(
        provider=provider, slug="redes", name_es="Redes", municipality="Laredo", learning_hours=20
    )
