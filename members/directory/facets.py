"""The directory's filters, as an audience may use them: what it may not read, it cannot count either."""

from collections.abc import Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from members.cnae import format_cnae, title_of
from members.enums import Audience, DirectoryField, OrganisationKind, SizeBand
from members.models import Activity, Organisation
from skills.models import Skill
from tera.facets import TEXTS, Facet, one

NOTHING = Value([], output_field=TEXTS)
# Between the edition of the classification and the code, in addresses.
SEPARATOR = ":"


def readable(field: DirectoryField, audience: Audience) -> Func:
    """Return the condition that ``audience`` may read ``field``, as Organisation.shows tells it."""
    level = Coalesce(KeyTextTransform(field.value, "visibility"), Value(field.default_audience.value))
    return Func(Value(audience.value), level, function="members_may_read", output_field=BooleanField())


def if_readable(field: DirectoryField, audience: Audience, values: Expression) -> Expression:
    return Case(When(readable(field, audience), then=values), default=NOTHING, output_field=TEXTS)


def activities() -> Expression:
    rows = Activity.objects.filter(organisation=OuterRef("pk")).order_by()
    return ArraySubquery(rows.values_list(Concat("classification", Value(SEPARATOR), "code")))


def technologies() -> Expression:
    links = Organisation.technologies.through.objects.filter(organisation=OuterRef("pk"))
    return Cast(ArraySubquery(links.values("skill__code")), TEXTS)


def activity_labels(listed: QuerySet[Organisation]) -> dict[str, str]:
    here = Exists(listed.filter(pk=OuterRef("organisation")))
    codes = Activity.objects.filter(here).order_by("classification", "code").distinct()
    return {
        f"{classification}{SEPARATOR}{code}": (
            f"{format_cnae(code)} {title_of(classification, code)}".strip() + f" ({classification})"
        )
        for classification, code in codes.values_list("classification", "code")
    }


def technology_labels(listed: QuerySet[Organisation]) -> dict[str, str]:
    links = Organisation.technologies.through.objects.filter(organisation__in=listed.order_by().values("pk"))
    skills = Skill.objects.filter(pk__in=links.values("skill")).order_by("label")
    return dict(skills.values_list("code", "label"))


def municipality_labels(listed: QuerySet[Organisation]) -> dict[str, str]:
    names = listed.exclude(Q(municipality="")).order_by("municipality").distinct()
    return {name: name for name in names.values_list("municipality", flat=True)}


def facets_for(listed: QuerySet[Organisation], audience: Audience) -> list[Facet]:
    """Return the filters of the directory; ``listed`` are the organisations it lists today."""
    size = Coalesce(F("survey_band"), Value(""))

    def facet(key: str, title, field: DirectoryField, values: Expression, labels: Mapping) -> Facet:
        return Facet(key, title, if_readable(field, audience, values), lambda: labels)

    return [
        Facet("tipo", _("Kind"), one("kind"), lambda: dict(OrganisationKind.choices)),
        facet("tamano", _("People"), DirectoryField.SIZE, array_of(size), dict(SizeBand.choices)),
        facet("actividad", _("Activity"), DirectoryField.ACTIVITIES, activities(), activity_labels(listed)),
        facet(
            "tecnologia",
            _("Technology"),
            DirectoryField.TECHNOLOGIES,
            technologies(),
            technology_labels(listed),
        ),
        facet(
            "municipio",
            _("Municipality"),
            DirectoryField.MUNICIPALITY,
            one("municipality"),
            municipality_labels(listed),
        ),
    ]


def array_of(value: Expression) -> Func:
    return Func(value, template="array_remove(ARRAY[%(expressions)s]::text[], '')", output_field=TEXTS)
