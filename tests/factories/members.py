from datetime import date

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from members.models import (
    Agreement,
    Body,
    BodyPost,
    Membership,
    Organisation,
    Person,
    Post,
    User,
    YearlyFact,
)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password("correct horse battery")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    legal_name = factory.Sequence(lambda n: f"Organisation {n} S.L.")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    kind = "company"


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    period = DateRange(date(2020, 1, 1), None)


class YearlyFactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = YearlyFact

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2025
    headcount = 12
    source = "survey"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    given_name = "Ada"
    family_name = factory.Sequence(lambda n: f"Pérez {n}")
    work_email = factory.Sequence(lambda n: f"ada{n}@example.org")


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "survey_contact"


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body

    name = factory.Sequence(lambda n: f"Commission {n}")
    kind = "commission"


class BodyPostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BodyPost

    body = factory.SubFactory(BodyFactory)
    person = factory.SubFactory(PersonFactory)
    period = DateRange(date(2024, 1, 1), None)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    title = factory.Sequence(lambda n: f"Agreement {n}")
    period = DateRange(date(2024, 1, 1), None)
