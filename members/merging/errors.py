"""Why two records were not made one, or not parted again; each text can be shown."""

from django.utils.translation import gettext as _


class MergeRefused(Exception):
    """A merge or its undoing that was not carried out; nothing was changed."""


class WithItself(MergeRefused):
    def __init__(self) -> None:
        super().__init__(_("A record cannot be merged with itself."))


class Gone(MergeRefused):
    def __init__(self) -> None:
        super().__init__(_("One of the two records no longer exists: somebody has merged or deleted it."))


class MovedOn(MergeRefused):
    def __init__(self) -> None:
        super().__init__(_("Something has changed since you looked, so nothing was merged. Look again."))


class Conflicting(MergeRefused):
    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons) or _("The two records cannot be merged: their rows collide."))


class CannotUndo(MergeRefused):
    def __init__(self, what: str) -> None:
        super().__init__(
            _("This merge can no longer be undone, since %(what)s has changed since then.") % {"what": what}
        )


class UndoneAlready(MergeRefused):
    def __init__(self) -> None:
        super().__init__(_("This merge has been undone already."))


class Forgotten(MergeRefused):
    def __init__(self) -> None:
        super().__init__(
            _("This merge was made too long ago to be undone: what it held has been cleared since then.")
        )
