from datetime import date

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from members.models import Membership, Organisation, Person, Post, User, YearlyFact


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
