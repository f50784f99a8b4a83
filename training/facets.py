"""The catalogue's filters: which values of each an offer, or one of its editions, has on a day."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Expression, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.lookups import Exact, In, LessThan
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skills.models import Profile, Skill
from tera.facets import TEXTS, Facet, one
from training.enums import (
    GRADES,
    Audience,
    CourseMode,
    CredentialType,
    DisplayLevel,
    Duration,
    EditionState,
    Enrolment,
    Funding,
    Grade,
    OfferKind,
    OfferLanguage,
    PriceCategory,
    ProviderType,
    RegulationType,
)
from training.models import OfferProfile, OfferSkill, Provider
from training.states import edition_state

# The option with which an offer must teach every skill chosen, not just one of them.
EVERY_SKILL = "todas"
MONTHS_AHEAD = 3


def linked(model: type[OfferSkill | OfferProfile], code: str) -> Expression:
    return Cast(
        ArraySubquery(model.objects.shown().filter(offer=OuterRef("pk")).order_by().values(code)), TEXTS
    )


def of_edition(field: str) -> Expression:
    """Return what an edition says, or the offer where it says nothing or there is none."""
    return Coalesce(NullIf(F(f"editions__{field}"), Value("")), F(field))


def run_state(day: date) -> Case:
    """Return the state of an edition; without any edition, dates are unknown."""
    unknown = When(editions__isnull=True, then=Value(int(EditionState.UNKNOWN)))
    return Case(unknown, default=edition_state(day, "editions__"))


def is_not_over(day: date) -> Expression:
    return LessThan(run_state(day), int(EditionState.ENDED))


def end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    month = day.month - 1 + months
    first = day.replace(year=day.year + month // 12, month=month % 12 + 1, day=1)
    return min(first + timedelta(days=day.day - 1), end_of_month(first))


def enrolment_on(day: date) -> Func:
    """Return when an edition can be entered; a start counts while it is ahead and not called off."""
    state = run_state(day)
    now = In(state, [int(EditionState.OPEN), int(EditionState.ALWAYS_OPEN)])
    always = Exact(state, int(EditionState.ALWAYS_OPEN))

    def starts_by(last: date) -> Q:
        scheduled = ~Q(editions__event_status__in=["cancelled", "postponed"])
        return Q(editions__start_date__gte=day, editions__start_date__lte=last) & scheduled

    rules = [
        (now, Enrolment.OPEN),
        (starts_by(end_of_month(day)), Enrolment.THIS_MONTH),
        (starts_by(months_later(day, MONTHS_AHEAD)), Enrolment.THREE_MONTHS),
        (always, Enrolment.ANY_TIME),
    ]
    return Func(
        *(Case(When(rule, then=Value(value.value)), default=None) for rule, value in rules),
        template="array_remove(ARRAY[%(expressions)s]::text[], NULL)",
        output_field=TEXTS,
    )


# An offer open to anyone is open to each.
AUDIENCE = Case(
    When(audience__contains=[Audience.ANYONE], then=Value(list(Audience.values), output_field=TEXTS)),
    default=Cast("audience", TEXTS),
    output_field=TEXTS,
)
# What is free but for the certificate is free too.
PRICE = Case(
    When(
        Exact(of_edition("price_category"), PriceCategory.PARTIALLY_FREE.value),
        then=Value([PriceCategory.FREE.value, PriceCategory.PARTIALLY_FREE.value], output_field=TEXTS),
    ),
    default=one(of_edition("price_category")),
    output_field=TEXTS,
)
DURATION = Case(
    *(
        When(learning_hours__lte=int(band), then=Value([band.value], output_field=TEXTS))
        for band in Duration
        if band != Duration.LONGER
    ),
    When(learning_hours__isnull=False, then=Value([Duration.LONGER.value], output_field=TEXTS)),
    default=Value([], output_field=TEXTS),
    output_field=TEXTS,
)
# What a regulation awards needs no second entry.
AWARDED = {
    RegulationType.FP_TITLE: CredentialType.FP_TITLE,
    RegulationType.FP_SPECIALISATION: CredentialType.FP_TITLE,
    RegulationType.CERTIFICATE: CredentialType.PROFESSIONAL_CERTIFICATE,
    RegulationType.OFFICIAL_DEGREE: CredentialType.OFFICIAL_DEGREE,
    RegulationType.OWN_TITLE: CredentialType.OWN_TITLE,
}
CREDENTIAL = one(
    Case(
        When(~Q(credential_type=""), then=F("credential_type")),
        *(When(regulation_type=regulation, then=Value(kind.value)) for regulation, kind in AWARDED.items()),
        default=None,
    )
)

GRADE = one(
    Case(
        *(When(regulation_type=regulation, then=Value(grade.value)) for regulation, grade in GRADES.items()),
        default=None,
    )
)


def labels_of(choices) -> Callable[[], dict[str, str]]:
    return lambda: dict(choices.choices)


def labels_in(model: type[Skill | Profile]) -> Callable[[], dict[str, str]]:
    """Return the labels in the active language, or in Spanish where there is none yet."""

    def read() -> dict[str, str]:
        label = f"label_{(get_language() or 'es')[:2]}"
        # As columns: the translated field would be resolved row by row.
        rows = model.objects.rewrite(False).order_by(label, "code").values_list("code", label, "label_es")
        return {code: shown or spanish for code, shown, spanish in rows}

    return read


def provider_labels() -> dict[str, str]:
    return {provider.organisation.slug: str(provider) for provider in Provider.objects.all()}


def facets_on(day: date) -> tuple[Facet, ...]:
    """Return the filters in the order of their use; "nested" ones must hold for one and the same edition."""
    enrolment = enrolment_on(day)
    return (
        Facet("para", _("Who may enrol"), AUDIENCE, labels_of(Audience)),
        Facet("precio", _("Price"), PRICE, labels_of(PriceCategory), nested=True),
        Facet("paga", _("Who pays"), one(of_edition("funded_by")), labels_of(Funding), nested=True),
        Facet("modalidad", _("Mode"), one(of_edition("course_mode")), labels_of(CourseMode), nested=True),
        Facet("cuando", _("When"), enrolment, labels_of(Enrolment), nested=True),
        Facet(
            "habilidad",
            _("Skill"),
            linked(OfferSkill, "skill__code"),
            labels_in(Skill),
            every=EVERY_SKILL,
        ),
        Facet("nivel", _("Level"), one("level"), labels_of(DisplayLevel)),
        Facet("duracion", _("Length"), DURATION, labels_of(Duration)),
        Facet("certificado", _("Certificate"), CREDENTIAL, labels_of(CredentialType)),
        Facet("grado", _("Grade of vocational training"), GRADE, labels_of(Grade)),
        Facet("tipo", _("Kind"), one("kind"), labels_of(OfferKind)),
        Facet("proveedor", _("Type of provider"), one("provider__provider_type"), labels_of(ProviderType)),
        Facet("centro", _("Provider"), one("provider__organisation__slug"), provider_labels),
        Facet("idioma", _("Language"), one(of_edition("in_language")), labels_of(OfferLanguage), nested=True),
        Facet("perfil", _("Profile it leads to"), linked(OfferProfile, "profile__code"), labels_in(Profile)),
    )
