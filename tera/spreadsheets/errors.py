"""Why a file was not read; each text can be shown to whoever chose the file."""

from django.utils.translation import gettext as _

from .limits import MAX_COLUMNS, MAX_ROWS, MAX_UPLOAD


class SpreadsheetRefused(Exception):
    """A file that cannot be taken; nothing was read into the database."""


class FileTooLarge(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file is too large: at most %(limit)s MB. Delete other sheets and pictures, or split it.")
            % {"limit": MAX_UPLOAD // 1_000_000}
        )


class UnpacksTooLarge(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Unpacked, this file is far larger than a list of organisations. Copy the rows you need "
                "into a new workbook and try with that."
            )
        )


class WrongType(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(_("This is not a spreadsheet. Choose a workbook (.xlsx) or a text table (.csv)."))


class OldWorkbook(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This workbook is in Excel's old format or has a password. Save it as “Excel workbook "
                "(.xlsx)” without a password and try again."
            )
        )


class HasMacros(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _("This workbook has macros. Save it as “Excel workbook (.xlsx)”, without macros, and try again.")
        )


class Unreadable(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file is damaged and cannot be read. Open it in your spreadsheet and save it again.")
        )


class BrokenRow(SpreadsheetRefused):
    def __init__(self, row: int) -> None:
        super().__init__(
            _("Row %(row)s cannot be read: a quotation mark is missing or stands where it should not.")
            % {"row": row}
        )


class UnknownEncoding(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The accents of this file cannot be read. Save it as “CSV UTF-8”, or as a workbook (.xlsx), "
                "and try again."
            )
        )


class NoRows(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file has no rows. The first row must hold the titles of the columns, the next the data.")
        )


class TooManyRows(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file has more than %(limit)s rows. Split it and import the parts one by one.")
            % {"limit": MAX_ROWS}
        )


class TooManyColumns(SpreadsheetRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file has more than %(limit)s columns. Delete those that are not needed.")
            % {"limit": MAX_COLUMNS}
        )
