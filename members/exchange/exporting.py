"""The register as a spreadsheet, in the columns that the import reads."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.models import Organisation
from tera.spreadsheets.writing import write_csv, write_xlsx

from .columns import COLUMNS
from .records import cells_of, with_all_columns


def export_organisations(organisations: QuerySet[Organisation], kind: str) -> bytes:
    titles = [str(column.title) for column in COLUMNS]
    rows = [cells_of(organisation) for organisation in with_all_columns(organisations)]
    if kind == "csv":
        return write_csv(titles, rows)
    return write_xlsx(_("Organisations"), titles, rows)
