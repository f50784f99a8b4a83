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
    """Every name an organisation has, folded: what ``ALL_NAMES`` keeps."""

    function = "members_names_fold"
    output_field = TextField()


class DirectoryFold(Func):
    """The names and descriptions that an audience may read, folded: what the directory searches."""

    function = "members_directory_fold"
    output_field = TextField()


class Kept(Func):
    """A text that the database keeps folded beside a row (``members.0009``), and no row is read with."""

    output_field = TextField()

    def __init__(self, column: str):
        super().__init__(F("pk"), column=column)

    def as_sql(self, compiler, connection, **_context):
        (key,) = self.get_source_expressions()
        table = compiler.quote_name_unless_alias(key.alias)
        return f"{table}.{connection.ops.quote_name(self.extra['column'])}", []


# By the name people use, with accents and capitals where a dictionary has them: the embedded
# PostgreSQL has no Spanish collation.
BY_NAME = Fold(Coalesce(NullIf("trade_name", Value("")), "legal_name"))
ALL_NAMES = Kept("names_fold")
DIRECTORY_TEXTS = {
    Audience.PUBLIC: Kept("public_fold"),
    Audience.MEMBERS: Kept("members_fold"),
    Audience.MANAGER: DirectoryFold(
        Value(Audience.MANAGER.value),
        *map(F, ("legal_name", "trade_name", "other_names", "description_es", "description_en")),
        *map(F, ("kind", "visibility")),
    ),
}
