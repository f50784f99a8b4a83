"""Why an import was not carried out, here or in the catalogue; each text can be shown to whoever asked."""

from django.utils import timezone
from django.utils.formats import date_format
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


class AlreadyDone(ImportRefused):
    """The same file was carried out before, by somebody else or by an earlier press."""

    def __init__(self, batch) -> None:
        at = date_format(timezone.localtime(batch.applied_at), "SHORT_DATETIME_FORMAT")
        text = _("This file was taken in already, on %(at)s. Your press changed nothing.") % {"at": at}
        if who := getattr(batch, "applied_by", None):
            text = _("%(person)s imported this file already, on %(at)s. Your press changed nothing.") % {
                "person": who,
                "at": at,
            }
        super().__init__(text)
