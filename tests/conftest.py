import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from members.accounts.limits import windows
from tera import second_factor
from tera.unchanged import kept_pages
from tests.database import migrated_template
from tests.factories.members import AuthenticatorFactory, UserFactory
from tests.restoring import Baseline, may_restore
from tests.scheduling import Scheduling, place

# How long an example takes says something of the machine, not of the code.
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: place(item.nodeid))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Let pytest-django make this worker's database as a copy of the migrated one."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Have tests with real transactions end with the tables as they were, without emptying them all."""
    with django_db_blocker.unblock():
        if not may_restore(connection):
            yield
            return
        baseline = Baseline(connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: baseline.restore())
        yield


@pytest.fixture(autouse=True)
def default_language(settings):
    """A request leaves its language active; without this it would reach the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def fresh_pages():
    """Forget the pages that are kept: tests change settings, which a running site does not."""
    kept_pages.clear()


@pytest.fixture(autouse=True)
def fresh_windows():
    """Forget the looks that this process has counted."""
    windows.windows.clear()


@pytest.fixture(autouse=True)
def fresh_limits(request):
    """Forget the rate limits that a test has used up, where no rollback does."""
    if not is_transactional(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    cache.clear()


def is_transactional(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(request.fixturenames)
    return bool(asked or (marker and marker.kwargs.get("transaction")))


def sign_in(client, user):
    """Sign somebody in as after the whole sign-in: a manager has a second factor, and has shown it."""
    client.force_login(user)
    if user.is_staff:
        if not user.authenticator_set.exists():
            AuthenticatorFactory(user=user)
        session = client.session
        session[second_factor.MARK] = user.pk
        session.save()
    return client


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The published facts and the invented members, loaded once for all tests of a module.

    Each test is rolled back to here, so none may use real transactions, and the tests that want an empty
    database are in another module. `tests/scheduling.py` keeps the module's tests with one worker.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_baseline", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def manager(db):
    """A cluster manager: may do everything in the admin panel."""
    return UserFactory(email="manager@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def manager_client(client, manager):
    return sign_in(client, manager)
