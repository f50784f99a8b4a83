"""After a test with real transactions the database is as it was before."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection

from members.models import Organisation
from surveys.models import Letter, QuestionnaireVersion
from tests.factories.members import OrganisationFactory
from tests.factories.surveys import PublishedVersionFactory
from tests.restoring import Baseline, may_restore

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def baseline():
    if not may_restore(connection):
        pytest.skip("this account may not pass over triggers; Django empties the tables")
    return Baseline(connection)


def contents(baseline):
    with connection.cursor() as cursor:
        return baseline.contents_now(cursor)


def test_what_was_written_changed_and_deleted_is_as_before(baseline):
    letters = list(Letter.objects.order_by("pk").values())
    permissions = set(Permission.objects.values_list("pk", "group__name"))
    OrganisationFactory()
    PublishedVersionFactory()  # which neither changes nor goes by any other way
    Letter.objects.update(subject="Otro asunto")
    Group.objects.all().delete()

    baseline.restore()

    assert contents(baseline) == baseline.contents
    assert not Organisation.objects.exists()
    assert not QuestionnaireVersion.objects.exists()
    assert list(Letter.objects.order_by("pk").values()) == letters
    assert set(Permission.objects.values_list("pk", "group__name")) == permissions


def test_rows_that_never_change_are_guarded_afterwards(baseline):
    baseline.restore()

    with pytest.raises(IntegrityError):
        PublishedVersionFactory().delete()


def test_table_that_grew_is_read_no_further_than_before(baseline):
    baseline.large = 0
    OrganisationFactory()

    baseline.restore()

    with connection.cursor() as cursor:
        assert baseline.size(cursor, Organisation._meta.db_table) == 0
