import pytest

from tera.outgoing.client import Client, Limits
from tests.sites import LocalSite


@pytest.fixture
def site(settings):
    """A site on this machine that may be asked."""
    settings.OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def forbidden():
    """A site at a private address that nobody opened; it must never be asked."""
    site = LocalSite("127.0.0.2")
    yield site
    site.close()
    assert site.asked == []


@pytest.fixture
def visitor():
    return Client(Limits(connect=2, silence=2, total=2, size=200_000))
