import pytest

from tera.outgoing.client import Client, Limits
from tests.sites import LocalSite


@pytest.fixture
def site(settings):
    """A provider's site on this machine."""
    settings.OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def visitor():
    return Client(Limits(connect=2, silence=1, total=2, size=500_000))
