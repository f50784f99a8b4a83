"""The catalogue's filters: which values of each an offer has."""

from collections.abc import Callable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Expression, OuterRef, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from skills.models import Profile, Skill
from tera.facets import TEXTS, Facet, one
from training.enums import (
    Audience,
    CourseMode,
    DisplayLevel,
    OfferKind,
    OfferLanguage,
    PriceCategory,
    ProviderType,
)
from training.models import OfferProfile, OfferSkill


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
