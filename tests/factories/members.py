from datetime import date, timedelta

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from members.accounts.tokens import hash_token
from members.models import (
    AccessInvitation,
    AccessRequest,
    Agreement,
    Body,
    BodyPost,
    ChangeRequest,
    DataConfirmation,
    Membership,
    Organisation,
    OrganisationUser,
    Person,
    Post,
    User,
    YearlyFact,
)
from members.selfservice.identity import identity_of

APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


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


class AuthenticatorFactory(factory.django.DjangoModelFactory):
    """An authenticator app; ``secret`` is what the app holds."""

    class Meta:
        model = Authenticator

    class Params:
        secret = APP_SECRET

    user = factory.SubFactory(UserFactory)
    type = "totp"
    data = factory.LazyAttribute(lambda app: {"secret": encrypt(app.secret)})


class OrganisationUserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationUser

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = "owner"


class AccessInvitationFactory(factory.django.DjangoModelFactory):
    """An invitation whose link ``token`` opens."""

    class Meta:
        model = AccessInvitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = "editor"
    token_hash = factory.LazyAttribute(lambda made: hash_token(made.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class AccessRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessRequest

    organisation = factory.SubFactory(OrganisationFactory)
    organisation_text = "Marea Alta"
    name = "Bea Soto"
    email = factory.Sequence(lambda n: f"asks{n}@example.org")


class ChangeRequestFactory(factory.django.DjangoModelFactory):
    """A wish for another legal name; the organisation has no number."""

    class Meta:
        model = ChangeRequest

    organisation = factory.SubFactory(OrganisationFactory)
    requested_by = factory.SubFactory(UserFactory)
    old = factory.LazyAttribute(lambda made: identity_of(made.organisation))
    new = factory.LazyAttribute(lambda made: made.old | {"legal_name": "Marea Nueva, S.L."})


class DataConfirmationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataConfirmation

    organisation = factory.SubFactory(OrganisationFactory)
    year = factory.LazyFunction(lambda: timezone.localdate().year)
