"""What an address follows: exported, erased, and taken along to a new one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from members.accounts.actions import change_email
from privacy.erasure import erase_person
from privacy.export import content_of
from privacy.subject import subject_of
from tests.factories.following import FollowerFactory, SavedSearchFactory
from tests.factories.members import PersonFactory, UserFactory
from tests.factories.privacy import DataSubjectRequestFactory
from tests.factories.training import OfferFactory
from tests.training.following.digests.running import run
from training.following.outbox import send_digests
from training.following.planning import plan_digests
from training.models import Follower, SavedSearch

pytestmark = pytest.mark.django_db


def test_export_names_what_an_address_follows_and_erasure_takes_it_out():

    person = PersonFactory(work_email="ana@example.org")
    search = SavedSearchFactory(follower__email="ana@example.org", query="q=redes")
    stranger = SavedSearchFactory()

    models = {record["model"] for record in content_of(subject_of(person))["records"]}
    assert {"training.Follower", "training.SavedSearch"} <= models
    erase_person(DataSubjectRequestFactory(person=person), by=UserFactory())

    assert set(SavedSearch.objects.all()) == {stranger}
    assert not Follower.objects.filter(pk=search.follower_id).exists()


def test_digest_goes_to_the_new_address_of_the_account():
    user = UserFactory(email="ada@old.example")
    SavedSearchFactory(follower=FollowerFactory(email="Ada@old.example", failures=2))
    OfferFactory()
    plan_digests()
    change_email(user, email="ada@new.example")
    mail.outbox.clear()

    send_digests()

    assert [message.to for message in mail.outbox] == [["ada@new.example"]]
    assert Follower.objects.get().failures == 0


@pytest.mark.parametrize(
    ("old_confirmed", "new_confirmed", "stays"),
    [(True, True, "new"), (True, False, "old"), (False, True, "new"), (False, False, "new")],
)
def test_new_address_that_follows_already_follows_each_search_once(old_confirmed, new_confirmed, stays):
    user = UserFactory(email="ada@old.example")
    moment = timezone.now() - timedelta(days=8)
    searches = {
        name: SavedSearchFactory(
            follower=FollowerFactory(email=f"ada@{name}.example"),
            query="modalidad=online",
            confirmed_at=moment if confirmed else None,
        )
        for name, confirmed in (("old", old_confirmed), ("new", new_confirmed))
    }
    only = SavedSearchFactory(follower=searches["old"].follower, query="precio=free")

    change_email(user, email="ada@new.example")

    follower = Follower.objects.get()
    assert follower.email == "ada@new.example"
    assert set(follower.searches.all()) == {searches[stays], only}


def test_what_was_told_at_the_old_address_is_not_told_again_at_the_new():
    user = UserFactory(email="ada@old.example")
    SavedSearchFactory(follower=FollowerFactory(email="ada@old.example"))
    SavedSearchFactory(follower=FollowerFactory(email="ada@new.example"), query="precio=paid")
    OfferFactory(price_category="free")
    assert len(run()) == 1
    change_email(user, email="ada@new.example")

    SavedSearch.objects.update(looked_at=timezone.now() - timedelta(days=8))
    assert run() == []
