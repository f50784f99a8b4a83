"""The catalogue's filters: which values of each an offer has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    Expression,
    F,
    Func,
    OuterRef,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skills.models import Profile, Skill
from training.enums import (
    Audience,
    CourseMode,
    DisplayLevel,
    OfferKind,
    OfferLanguage,
    PriceCategory,
    ProviderType,
)
from training.models import Offer, OfferProfile, OfferSkill

TEXTS = ArrayField(TextField())


def one(field: str) -> Expression:
    """Return a column's value as an array of one, or of none when it is empty."""
    return Func(F(field), template="array_remove(ARRAY[%(expressions)s]::text[], '')", output_field=TEXTS)


def linked(model: type[OfferSkill | OfferProfile], code: str) -> Expression:
    return Cast(ArraySubquery(model.objects.shown().filter(offer=OuterRef("pk")).values(code)), TEXTS)


# An offer open to anyone is open to each; one that is free but for the certificate is free too.
AUDIENCE = Case(
    When(audience__contains=[Audience.ANYONE], then=Value(list(Audience.values), output_field=TEXTS)),
    default=Cast("audience", TEXTS),
    output_field=TEXTS,
)
PRICE = Case(
    When(
        price_category=PriceCategory.PARTIALLY_FREE,
        then=Value([PriceCategory.FREE.value, PriceCategory.PARTIALLY_FREE.value], output_field=TEXTS),
    ),
    default=one("price_category"),
    output_field=TEXTS,
)


@dataclass(frozen=True)
class Facet:
    """One group of filters: its key in the address, its heading, an offer's values, their labels."""

    key: str
    title: Promise
    values: Expression
    labels: Callable[[], Mapping[str, str]]


def labels_of(choices) -> Callable[[], dict[str, str]]:
    return lambda: dict(choices.choices)


def labels_in(model: type[Skill | Profile]) -> Callable[[], dict[str, str]]:
    return lambda: dict(model.objects.order_by("label").values_list("code", "label"))


FACETS = (
    Facet("para", _("Who may enrol"), AUDIENCE, labels_of(Audience)),
    Facet("precio", _("Price"), PRICE, labels_of(PriceCategory)),
    Facet("modalidad", _("Mode"), one("course_mode"), labels_of(CourseMode)),
    Facet("perfil", _("Profile it leads to"), linked(OfferProfile, "profile__code"), labels_in(Profile)),
    Facet("habilidad", _("Skill"), linked(OfferSkill, "skill__code"), labels_in(Skill)),
    Facet("nivel", _("Level"), one("level"), labels_of(DisplayLevel)),
    Facet("tipo", _("Kind"), one("kind"), labels_of(OfferKind)),
    Facet("proveedor", _("Type of provider"), one("provider__provider_type"), labels_of(ProviderType)),
    Facet("idioma", _("Language"), one("in_language"), labels_of(OfferLanguage)),
)


def with_facets(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.annotate(**{f"facet_{facet.key}": facet.values for facet in FACETS})
