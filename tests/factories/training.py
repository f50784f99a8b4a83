import factory

from tests.factories.members import OrganisationFactory
from tests.factories.skills import ProfileFactory, SkillFactory
from training.models import (
    Edition,
    FieldOrigin,
    HarvestItem,
    HarvestRun,
    HarvestSource,
    LinkCheck,
    Offer,
    OfferProfile,
    OfferSkill,
    Outcome,
    Provider,
)


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    organisation = factory.SubFactory(OrganisationFactory)
    provider_type = "non_regulated"


class OfferFactory(factory.django.DjangoModelFactory):
    """A published offer about which nothing is known but its name, provider and source."""

    class Meta:
        model = Offer

    slug = factory.Sequence(lambda n: f"offer-{n}")
    provider = factory.SubFactory(ProviderFactory)
    status = "published"
    source_note = "BOE"
    name_es = factory.Sequence(lambda n: f"Oferta {n}")


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Edition

    offer = factory.SubFactory(OfferFactory)


class OfferSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferSkill

    offer = factory.SubFactory(OfferFactory)
    skill = factory.SubFactory(SkillFactory)
    confirmed_on = "2026-11-24"


class OfferProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferProfile

    offer = factory.SubFactory(OfferFactory)
    profile = factory.SubFactory(ProfileFactory)
    confirmed_on = "2026-11-24"


class FieldOriginFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldOrigin

    offer = factory.SubFactory(OfferFactory)
    field = "name_es"
    origin = "panel"


class HarvestSourceFactory(factory.django.DjangoModelFactory):
    """A source in use; what it was tested with is the test's own concern."""

    class Meta:
        model = HarvestSource

    provider = factory.SubFactory(ProviderFactory)
    url = factory.Sequence(lambda n: f"https://centro-{n}.example/sitemap.xml")
    state = "approved"


class HarvestRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HarvestRun

    source = factory.SubFactory(HarvestSourceFactory)
    state = "done"
    signature = factory.LazyAttribute(lambda run: run.source.signature)


class HarvestItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HarvestItem

    source = factory.SubFactory(HarvestSourceFactory)
    key = factory.Sequence(lambda n: f"https://centro.example/{n}")
    name = "Redes"
    offer = factory.SubFactory(OfferFactory)


class LinkCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LinkCheck

    url = factory.Sequence(lambda n: f"https://centro.example/{n}")


class OutcomeFactory(factory.django.DjangoModelFactory):
    """An outcome of which nothing is known but its source."""

    class Meta:
        model = Outcome
        skip_postgeneration_save = True

    scope = "offer"
    title = factory.Sequence(lambda n: f"Outcome {n}")
    source_note = "Source"

    @factory.post_generation
    def offers(self, create, offers, **kwargs):
        self.offers.set(offers or [])
