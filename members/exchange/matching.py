"""Which organisation a row speaks of: by its address, by a number, or else by its legal name."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from members.enums import IdentifierScheme
from members.models import Identifier, Organisation
from members.validators import compact_identifier

from .cells import parse_list
from .columns import COLUMNS
from .records import with_all_columns

NUMBERS = {column.key: column.field for column in COLUMNS if column.part == "identifiers"}


def numbers_in(texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return (scheme, value) of every number that a row gives, checked or not."""
    return [
        (scheme, compact_identifier(one))
        for key, scheme in NUMBERS.items()
        for one in parse_list(texts.get(key, ""))
    ]


class Matcher:
    """Finds the organisations of a whole file with a fixed number of queries."""

    def __init__(self, rows: Iterable[dict[str, str]], *, lock: bool) -> None:
        rows = list(rows)
        values = {value for texts in rows for _scheme, value in numbers_in(texts)}
        self.owners = {
            (row.scheme, row.value): row.organisation_id
            for row in Identifier.objects.filter(value__in=values)
        }
        found = self.candidates(rows)
        if lock:
            found = Organisation.objects.select_for_update().filter(
                pk__in=sorted(found.values_list("pk", flat=True))
            )
        self.by_pk = {
            organisation.pk: organisation for organisation in with_all_columns(found.order_by("pk"))
        }
        self.by_slug = {organisation.slug: organisation for organisation in self.by_pk.values()}
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in self.by_pk.values():
            self.by_name[organisation.legal_name.strip().lower()].append(organisation)

    def candidates(self, rows: list[dict[str, str]]) -> QuerySet[Organisation]:
        slugs = {texts["slug"] for texts in rows if texts.get("slug")}
        names = {texts["legal_name"].lower() for texts in rows if texts.get("legal_name")}
        return Organisation.objects.annotate(lower_name=Lower("legal_name")).filter(
            Q(slug__in=slugs) | Q(pk__in=set(self.owners.values())) | Q(lower_name__in=names)
        )

    def match(self, texts: dict[str, str]) -> Organisation | None:
        """Return the row's organisation, None for a new one; raises ValidationError when it is in doubt."""
        by_number = {self.owners[number] for number in numbers_in(texts) if number in self.owners}
        by_slug = self.by_slug.get(texts.get("slug", ""))
        found = by_number | ({by_slug.pk} if by_slug else set())
        if len(found) > 1:
            names = ", ".join(sorted(str(self.by_pk[pk]) for pk in found))
            raise ValidationError(
                _("Its numbers and its address belong to different organisations: %(names)s.")
                % {"names": names}
            )
        if found:
            return self.by_pk[found.pop()]
        return self.match_name(texts)

    def match_name(self, texts: dict[str, str]) -> Organisation | None:
        namesakes = self.by_name.get(texts.get("legal_name", "").lower(), [])
        if len(namesakes) > 1:
            raise ValidationError(
                _("Several organisations have this legal name: give its NIF or its address in the directory.")
            )
        if not namesakes:
            return None
        nif = {value for scheme, value in numbers_in(texts) if scheme == IdentifierScheme.NIF}
        known = {row.value for row in namesakes[0].identifiers.all() if row.scheme == IdentifierScheme.NIF}
        if nif and known and not nif & known:
            raise ValidationError(
                _("An organisation with this legal name has another NIF: give its address in the directory.")
            )
        return namesakes[0]
