"""Who cannot be erased, and that the way in closes behind an erasure."""

from pathlib import Path

import pytest
from django.db import connection

from members.models import User
from privacy.erasure import ErasureRefused, erase_person
from tests.factories.members import (
    BodyPostFactory,
    OrganisationUserFactory,
)
from tests.factories.privacy import DataSubjectRequestFactory
from tests.privacy.erasure.conftest import ADDRESS, tables_holding

pytestmark = pytest.mark.django_db


def test_who_sits_in_a_body_cannot_be_erased(ximena, manager):
    post = BodyPostFactory(person=ximena)

    with pytest.raises(ErasureRefused, match=post.body.name):
        erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    assert "members_person" in tables_holding(ADDRESS)


def test_last_owner_of_an_organisation_cannot_be_erased(ximena, manager):
    mine = OrganisationUserFactory(user=ximena.user)
    request = DataSubjectRequestFactory(person=ximena)

    with pytest.raises(ErasureRefused, match=str(mine.organisation)):
        erase_person(request, by=manager)

    OrganisationUserFactory(organisation=mine.organisation)
    erase_person(request, by=manager)
    assert tables_holding(ADDRESS) == set()


def test_last_manager_cannot_be_erased(ximena):
    User.objects.filter(pk=ximena.user_id).update(is_superuser=True)
    ximena.refresh_from_db()

    with pytest.raises(ErasureRefused):
        erase_person(DataSubjectRequestFactory(person=ximena), by=None)


def test_way_in_closes_behind_an_erasure(ximena, manager):
    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('tera.erasure', true)")
        assert cursor.fetchone()[0] == ""


def test_way_in_is_opened_nowhere_else():
    root = Path(__file__).resolve().parents[3]
    files = {
        str(path.relative_to(root))
        for app in ("skills", "members", "privacy", "surveys", "training", "actionplan", "study", "tera")
        for path in (root / app).rglob("*.py")
        if "tera.erasure" in path.read_text()
    }

    assert files == {"privacy/erasure.py", "privacy/migrations/0001_audit.py", "tera/immutability.py"}
