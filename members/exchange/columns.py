"""The columns of the register's spreadsheet, the same on the way in and on the way out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.enums import (
    ActivityClassification,
    BalanceBand,
    EndReason,
    IdentifierScheme,
    JoinReason,
    Market,
    OrganisationKind,
    TurnoverBand,
)
from members.models import Membership, Organisation, YearlyFact
from members.validators import normalise_cnae, normalise_identifier

from .cells import (
    choice_parser,
    fold,
    model_parser,
    parse_date,
    parse_decimal,
    parse_integer,
    parse_list,
    parse_website,
    parse_yes_no,
)


@dataclass(frozen=True)
class Column:
    """One column: ``part`` says which table it belongs to, ``field`` which of its fields."""

    key: str
    part: str
    title: Promise
    parse: Callable[[str], object]
    field: str = ""
    choices: type[models.TextChoices] | None = None
    also_known_as: tuple[str, ...] = ()
    hint: Promise | str = ""

    @cached_property
    def names(self) -> set[str]:
        """Every title by which this column is recognised, in each language of the site."""
        names = {fold(self.key), *map(fold, self.also_known_as)}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                names.add(fold(str(self.title)))
        return names


def field_of(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)


def own(key: str, *names: str, parse: Callable | None = None, title=None, choices=None) -> Column:
    """A field of the organisation itself."""
    field = field_of(Organisation, key)
    parse = parse or model_parser(field)
    return Column(key, "organisation", title or field.verbose_name, parse, key, choices, names)


def number(key: str, scheme: IdentifierScheme, *names: str) -> Column:
    def parse(text: str) -> list[str]:
        return list(dict.fromkeys(normalise_identifier(scheme, one) for one in parse_list(text)))

    return Column(key, "identifiers", scheme.label, parse, scheme.value, None, names)


def activity(key: str, classification: ActivityClassification, *names: str) -> Column:
    def parse(text: str) -> list[str]:
        # A comma, too, since codes have none.
        return list(dict.fromkeys(normalise_cnae(one) for one in parse_list(text.replace(",", ";"))))

    return Column(key, "activities", classification.label, parse, classification.value, None, names)


def membership(key: str, title, parse: Callable, *names: str, choices=None) -> Column:
    return Column(key, "membership", title, parse, key, choices, names)


def fact(key: str, parse: Callable, *names: str, choices=None) -> Column:
    return Column(key, "fact", field_of(YearlyFact, key).verbose_name, parse, key, choices, names)


def other_names(text: str) -> list[str]:
    return field_of(Organisation, "other_names").clean(parse_list(text), None)


COLUMNS: Sequence[Column] = (
    own("slug", "identificador", "id", "clave"),
    own(
        "legal_name",
        "razon social",
        "nombre",
        "denominacion",
        "denominacion social",
        "empresa",
        "entidad",
        "socio",
        "name",
        "company",
        "organisation",
        "organization",
    ),
    own("trade_name", "nombre comercial", "marca", "brand"),
    own("other_names", "otros nombres", "alias", "siglas", parse=other_names),
    own(
        "kind",
        "tipo",
        "tipo de entidad",
        "type",
        parse=choice_parser(OrganisationKind),
        choices=OrganisationKind,
    ),
    number("nif", IdentifierScheme.NIF, "nif", "cif", "c i f", "n i f", "cif nif", "nif cif", "tax id"),
    number("vat", IdentifierScheme.VAT, "vat", "vat number", "iva intracomunitario", "nif iva"),
    number("lei", IdentifierScheme.LEI, "codigo lei"),
    number("other_identifier", IdentifierScheme.OTHER, "otro registro"),
    own("municipality", "municipio", "localidad", "poblacion", "ciudad", "town", "city"),
    own(
        "website",
        "web",
        "sitio web",
        "pagina web",
        "url",
        parse=parse_website(field_of(Organisation, "website")),
    ),
    own("contact_email", "correo", "correo electronico", "email", "e mail", "mail"),
    own("contact_phone", "telefono", "tel", "phone", "telephone"),
    own(
        "description_es",
        "descripcion",
        "description",
        "actividad principal",
        title=_("description (Spanish)"),
    ),
    own("description_en", "descripcion en ingles", title=_("description (English)")),
    own("is_listed", "directorio", parse=parse_yes_no),
    activity("cnae_2025", ActivityClassification.CNAE_2025),
    activity("cnae_2009", ActivityClassification.CNAE_2009),
    membership(
        "member_since",
        _("member since"),
        parse_date,
        "fecha de alta",
        "alta",
        "socio desde",
        "fecha alta",
        "joined",
    ),
    membership("member_until", _("member until"), parse_date, "fecha de baja", "baja", "socio hasta", "left"),
    membership("category", _("category"), str, "categoria", "tipo de socio", "cuota"),
    membership(
        "number",
        _("member number"),
        model_parser(field_of(Membership, "number")),
        "numero de socio",
        "n socio",
        "num socio",
    ),
    membership(
        "join_reason",
        _("reason for joining"),
        choice_parser(JoinReason),
        "motivo de alta",
        choices=JoinReason,
    ),
    membership(
        "end_reason", _("reason for leaving"), choice_parser(EndReason), "motivo de baja", choices=EndReason
    ),
    fact("year", parse_integer, "ano", "ejercicio"),
    fact(
        "headcount",
        parse_integer,
        "plantilla",
        "empleados",
        "trabajadores",
        "numero de empleados",
        "personas",
        "staff",
        "employees",
    ),
    fact("women", parse_integer, "mujeres"),
    fact("research_projects", parse_integer, "proyectos de i d", "proyectos i d", "proyectos"),
    fact("market", choice_parser(Market), "mercado", choices=Market),
    fact(
        "turnover_band",
        choice_parser(TurnoverBand),
        "facturacion",
        "volumen de negocio",
        "turnover",
        choices=TurnoverBand,
    ),
    fact("balance_band", choice_parser(BalanceBand), "balance", choices=BalanceBand),
    fact("staff_turnover", parse_decimal, "rotacion", "rotacion de personal"),
)
BY_KEY = {column.key: column for column in COLUMNS}


def guess_columns(titles: Sequence[str], remembered: dict[str, str]) -> list[str]:
    """Return the key of a column for each title, or nothing; no column is taken twice."""
    known = {name: column.key for column in reversed(COLUMNS) for name in column.names}
    taken: set[str] = set()
    guesses = []
    for title in map(fold, titles):
        key = remembered.get(title, known.get(title, ""))
        if key in taken or key not in BY_KEY:
            key = ""
        taken.add(key)
        guesses.append(key)
    return guesses
