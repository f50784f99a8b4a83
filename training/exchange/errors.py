"""Why an import of offers was not carried out; each text can be shown to whoever asked for it."""

from django.utils.translation import gettext as _


class ImportRefused(Exception):
    """Nothing was changed."""


class HasErrors(ImportRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Some rows have errors, so nothing was imported. Correct the file and choose it again.")
        )


class MovedOn(ImportRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The catalogue has changed since you looked, so nothing was done. Look again and confirm.")
        )


class Expired(ImportRefused):
    def __init__(self) -> None:
        super().__init__(_("This file has been deleted, since it waited too long. Choose it again."))
