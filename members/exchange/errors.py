"""Why an import was not carried out, here or in the catalogue; each text can be shown to whoever asked."""

from django.utils.translation import gettext as _


class ImportRefused(Exception):
    """An import that was not carried out; nothing was changed."""


class HasErrors(ImportRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Some rows have errors, so nothing was imported. Correct the file and choose it again.")
        )


class MovedOn(ImportRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Something has changed since you looked, so nothing was imported. Look again and confirm.")
        )


class Expired(ImportRefused):
    def __init__(self) -> None:
        super().__init__(_("This file has been deleted, since it waited too long. Choose it again."))
