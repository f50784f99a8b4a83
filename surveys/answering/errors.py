"""What can stop a save or a submission; every text can be shown to the person answering."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import Failure
from surveys.instrument.questions import MOST_ROWS, Question
from surveys.instrument.routing import Step


class SurveyClosed(Exception):
    """The edition takes no answers now."""

    def __init__(self):
        super().__init__(_("This edition of the survey does not accept answers any more."))


class AlreadySubmitted(Exception):
    """The questionnaire was sent; it changes only after the cluster reopens it."""

    def __init__(self):
        super().__init__(
            _("These answers have already been sent. Ask the cluster if you need to correct them.")
        )


class VersionChanged(Exception):
    """The questionnaire moved to another version after the page was opened; nothing was saved."""

    def __init__(self):
        super().__init__(
            _(
                "The cluster has corrected the questionnaire since you opened this page. What you wrote is "
                "still here: look at it and save again."
            )
        )


class NotSent(Exception):
    """There is no sent response to open again."""

    def __init__(self):
        super().__init__(_("These answers have not been sent, so there is nothing to open again."))


class NotShared(Exception):
    """A colleague cannot be let in."""

    TOO_MANY = gettext_lazy("This company has sent as many links as it can. Write to us if you need another.")
    NOT_YOURS = gettext_lazy("Only the contact whom the cluster writes to can hand the questionnaire over.")
    OFFERED_ALREADY = gettext_lazy("Somebody has been asked to take it over already. Take that back first.")
    HAS_A_LINK = gettext_lazy("This person has a link already: the cluster writes to them.")


class NotHandedOver(Exception):
    """There is nothing to take over: it was taken back, or somebody said so already."""

    def __init__(self):
        super().__init__(_("Nobody is handing the questionnaire over to you any more."))


class NotProven(Exception):
    """Who opens a link did not show that it is theirs."""

    WRONG = gettext_lazy("That is not the code. Look at the newest e-mail and type its six digits again.")
    NOT_YET = gettext_lazy("The code is still on its way. Wait for the e-mail and type its six digits.")
    OVER = gettext_lazy("The code does not count any more. Ask for another one.")
    TOO_MANY_TRIES = gettext_lazy("That was the wrong code too many times. Ask for another one.")
    TOO_MANY_CODES = gettext_lazy(
        "Too many codes were asked for with this link. Wait an hour, or write to us for an access code."
    )
    NO_ADDRESS = gettext_lazy("We know no e-mail address that this link was sent to. Write to us.")
    LINK_OVER = gettext_lazy("The link does not work any more. Open the newest e-mail from the cluster.")
    NO_SUCH_CODE = gettext_lazy(
        "That access code does not open anything. Look at the letter, or ask us, and type it again."
    )


class NoSuchRow(Exception):
    """There is no such list, or no such row to take over or to remove."""

    def __init__(self):
        super().__init__(_("That row does not exist."))


class ListFull(Exception):
    """A list takes no more rows."""

    def __init__(self):
        super().__init__(
            _("The list takes %(rows)s rows at most. Remove one that you do not need.") % {"rows": MOST_ROWS}
        )


class CellRefused(ValueError):
    """A value does not fit its cell, or there is no such cell."""

    def __init__(self, key: Key, message: str):
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Clash:
    """One cell that somebody else changed meanwhile: their value, who and when, beside ours."""

    key: Key
    theirs: Cell
    ours: Cell
    by: str
    at: datetime


class Conflict(Exception):
    """Nothing was saved: some cells changed since they were read, to other values."""

    def __init__(self, clashes: tuple[Clash, ...], revision: int):
        super().__init__(_("Somebody else changed these answers while you were writing."))
        self.clashes = clashes
        self.revision = revision


class NotReady(Exception):
    """The answers cannot be sent yet: questions without an answer, hard checks that fail, odd figures."""

    def __init__(
        self,
        missing: tuple[tuple[Step, Question], ...],
        failed: tuple[Failure, ...],
        unexplained: tuple[Failure, ...] = (),
    ):
        if missing or failed or not unexplained:
            super().__init__(_("Some answers are still missing or contradict each other."))
        else:
            super().__init__(_("Some figures look odd: explain each, or tick that it is right."))
        self.missing = missing
        self.failed = failed
        self.unexplained = unexplained
