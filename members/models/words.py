"""Expressions over an organisation's names; the functions come from migration ``members.0003``."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from members.enums import Audience


class Fold(Func):
    """Text in small letters and without accents, so that both are optional in a search."""

    function = "members_fold"
    arity = 1
    output_field = TextField()


class NamesFold(Func):
    """Every name an organisation has, folded: what managers search."""

    function = "members_names_fold"
    output_field = TextField()


class DirectoryFold(Func):
    """The names and descriptions that an audience may read, folded: what the directory searches."""

    function = "members_directory_fold"
    output_field = TextField()


# By the name people use, with accents and capitals where a dictionary has them: the embedded
# PostgreSQL has no Spanish collation.
BY_NAME = Fold(Coalesce(NullIf("trade_name", Value("")), "legal_name"))
ALL_NAMES = NamesFold(F("legal_name"), F("trade_name"), F("other_names"))
DIRECTORY_TEXTS = {
    audience: DirectoryFold(
        Value(audience.value),
        *map(F, ("legal_name", "trade_name", "other_names", "description_es", "description_en")),
        *map(F, ("kind", "visibility")),
    )
    for audience in Audience
}
