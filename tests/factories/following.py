from datetime import timedelta

import factory
from django.utils import timezone

from training.models import Follower, SavedSearch


class FollowerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Follower

    email = factory.Sequence(lambda n: f"follower{n}@example.org")


class SavedSearchFactory(factory.django.DjangoModelFactory):
    """A confirmed search of the whole catalogue, looked through a week ago."""

    class Meta:
        model = SavedSearch

    follower = factory.SubFactory(FollowerFactory)
    language = "es"
    frequency = "daily"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    confirmed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=8))
    looked_at = factory.SelfAttribute("confirmed_at")
