"""The tests' own database is a copy of one that was migrated before."""

import pytest
from django.db import connection

from tests.database import MARK, fingerprint_of, sources


@pytest.fixture
def migrations(tmp_path):
    for name in ("0001_initial.py", "0002_more.py"):
        (tmp_path / name).write_text("operations = []")
    return tmp_path


def fingerprint(folder):
    return fingerprint_of(folder.iterdir())


def test_same_migrations_have_the_same_fingerprint(migrations):
    before = fingerprint(migrations)

    assert fingerprint(migrations) == before
    assert len(before) == 64


def test_changed_added_or_renamed_migration_changes_the_fingerprint(migrations):
    seen = [fingerprint(migrations)]
    (migrations / "0002_more.py").write_text("operations = [1]")
    seen.append(fingerprint(migrations))
    (migrations / "0003_most.py").touch()
    seen.append(fingerprint(migrations))
    (migrations / "0003_most.py").rename(migrations / "0003_all.py")
    seen.append(fingerprint(migrations))

    assert len(set(seen)) == 4


def test_every_app_with_migrations_counts():
    folders = {path.parent.parent.name for path in sources() if path.parent.name == "migrations"}

    assert folders == {
        *("jobs", "skills", "members", "privacy", "surveys", "training", "actionplan", "study"),
    }


@pytest.mark.django_db
def test_template_carries_the_fingerprint_of_these_migrations():
    with connection.cursor() as cursor:
        cursor.execute(MARK, [connection.settings_dict["TEST"]["TEMPLATE"]])
        assert cursor.fetchone() == (fingerprint_of(sources()),)
