from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from members.merging.actions import merge_records, undo_merge
from members.merging.errors import MergeRefused
from members.merging.planning import MergePlan
from members.models import Merge, Organisation, Post
from tests.factories.members import OrganisationFactory, PostFactory

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*tasks):
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return task()
        except MergeRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.fixture
def pair():
    kept, merged = OrganisationFactory.create_batch(2, legal_name="Marea")
    PostFactory(organisation=merged)
    return kept, merged


def test_two_people_merging_each_into_the_other_merge_once(pair):
    digests = [MergePlan(*pair).digest, MergePlan(*reversed(pair)).digest]

    came = all_at_once(
        lambda: merge_records(Organisation, pair[0].pk, pair[1].pk, digest=digests[0], by=None),
        lambda: merge_records(Organisation, pair[1].pk, pair[0].pk, digest=digests[1], by=None),
    )

    assert sorted(type(one).__name__ for one in came) == ["Gone", "Merge"]
    assert Organisation.objects.count() == 1
    assert Post.objects.get().organisation == Organisation.objects.get()


def test_five_presses_of_undo_undo_once(pair):
    record = merge_records(Organisation, pair[0].pk, pair[1].pk, digest=MergePlan(*pair).digest, by=None)

    came = all_at_once(*[lambda: undo_merge(record, by=None)] * 5)

    assert [type(one).__name__ for one in came].count("Merge") == 1
    assert Organisation.objects.count() == 2


def test_merge_that_dies_half_way_leaves_everything(pair):
    digest = MergePlan(*pair).digest
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN OLD; END $$; "
            "CREATE TRIGGER die BEFORE DELETE ON members_organisation FOR EACH ROW EXECUTE FUNCTION die()"
        )

    def press():
        try:
            merge_records(Organisation, pair[0].pk, pair[1].pk, digest=digest, by=None)
        except Exception as error:
            return type(error).__name__

    came = all_at_once(press)

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER die ON members_organisation; DROP FUNCTION die()")
    assert came[0] in ("OperationalError", "InterfaceError")
    assert Organisation.objects.count() == 2
    assert Post.objects.get().organisation == pair[1]
    assert not Merge.objects.exists()
