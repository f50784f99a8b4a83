"""Why something about an offer was not done; each text can be shown to whoever asked."""

from django.utils.translation import gettext as _


class UpkeepRefused(Exception):
    """Nothing was changed; the text says why."""


class OfferMoved(UpkeepRefused):
    """Somebody published other values meanwhile in the fields ``keys``."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        super().__init__(_("The offer changed while you were writing."))


class RevisionMoved(UpkeepRefused):
    """The proposed change is no longer what the page showed."""

    def __init__(self) -> None:
        super().__init__(
            _("This proposal changed meanwhile, so nothing was done. Look at what it says now, and decide.")
        )


class RevisionDecided(UpkeepRefused):
    def __init__(self, who: str = "") -> None:
        text = _("This proposal was decided or withdrawn meanwhile, so nothing was done.")
        if who:
            text = _("%(person)s decided this proposal meanwhile, so nothing was done.") % {"person": who}
        super().__init__(text)


class NothingNew(UpkeepRefused):
    def __init__(self) -> None:
        super().__init__(_("Nothing is different from what is published."))
