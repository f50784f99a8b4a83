"""The map of personal data: which tables know a person, and how their rows lead to that person.

A test goes through every model and fails for a field that looks like a person's name or address and
is on neither list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q

from members.models import Person, User


@dataclass(frozen=True)
class Personal:
    """One model: the fields that identify a person, and the lookups that lead to one."""

    label: str
    fields: tuple[str, ...] = ()
    # One lookup, or several where a row knows several people.
    person: str | tuple[str, ...] = ""
    user: str = ""
    email: str = ""
    # The rows are the person's own and go with them; all others stay under a pseudonym.
    goes: bool = False

    @property
    def model(self) -> type[models.Model] | None:
        """The model, or None where the application that has it is not installed."""
        try:
            return apps.get_model(self.label)
        except LookupError:
            return None


PERSONAL = (
    Personal("members.Person", ("given_name", "family_name", "work_email", "work_phone"), "pk", "user"),
    Personal("members.User", ("email", "name"), "person", "pk"),
    Personal("members.Post", person="person"),
    Personal("members.BodyPost", person="person"),
    Personal("members.OrganisationUser", user="user"),
    Personal("members.AccessInvitation", ("email", "name"), email="email"),
    Personal("members.AccessRequest", ("email", "name"), email="email"),
    Personal("members.ChangeRequest", user="requested_by"),
    Personal("members.DataConfirmation", user="by"),
    Personal("members.SignedInSession", ("device", "network"), user="user"),
    Personal("surveys.Invitation", person="person"),
    Personal("surveys.AccessCode", user="made_by"),
    Personal("surveys.Message", ("email",), person="person"),
    Personal("surveys.Answer", ("updated_by",), email="updated_by"),
    Personal("surveys.AnswerEvent", ("actor",), email="actor"),
    Personal("surveys.CheckFlag", ("actor",), email="actor"),
    Personal("surveys.RowItem", ("removed_by",), email="removed_by"),
    Personal("surveys.Reopening", user="by"),
    Personal("surveys.Share", ("asked_by",), ("person", "handed_by"), email="asked_by"),
    Personal("surveys.Submission", ("submitted_by",), user="user", email="submitted_by"),
    Personal("training.FieldOrigin", user="by"),
    Personal("surveys.VersionMove", user="by"),
    Personal("training.OfferImport", user="created_by"),
    Personal("training.OfferMerge", user="by"),
    Personal("training.OfferPair", user="dismissed_by"),
    Personal("training.OfferRevision", user="requested_by"),
    Personal("training.HarvestRun", user="by"),
    Personal("training.HarvestSource", user="approved_by"),
    Personal("training.ProblemReport", user="settled_by"),
    Personal("training.Bookmark", user="user", goes=True),
    Personal("training.Follower", ("email",), email="email", goes=True),
    Personal("training.SavedSearch", email="follower__email", goes=True),
    Personal("training.Digest", email="follower__email", goes=True),
    Personal("study.Snapshot", user="taken_by"),
    Personal("privacy.Consent", person="person"),
    Personal("privacy.Event", ("path",), user="user"),
    Personal("privacy.DataSubjectRequest", ("name", "email"), "person", email="email"),
    Personal("admin.LogEntry", ("object_repr",), user="user"),
    Personal("account.EmailAddress", ("email",), user="user"),
    Personal("mfa.Authenticator", user="user"),
    Personal("usersessions.UserSession", ("ip", "user_agent"), user="user"),
)
NOT_OF_PEOPLE = {
    "members.Organisation.contact_email": "the organisation's own address, as it publishes it",
    "members.Organisation.contact_phone": "the organisation's own number, as it publishes it",
}


def personal_fields(label: str) -> tuple[str, ...]:
    return next((entry.fields for entry in PERSONAL if entry.label.lower() == label.lower()), ())


def rows_of(
    person: Person | None, user: User | None, addresses: Iterable[str] = ()
) -> Iterator[tuple[Personal, models.QuerySet]]:
    """Yield, for each model on the map, the rows that belong to the person by key or by address."""
    for entry in PERSONAL:
        if entry.model is None:
            continue
        theirs = Q(pk__in=[])
        for path in paths_to_person(entry) if person else ():
            theirs |= Q(**{path: person.pk})
        if user and has_path(entry.model, entry.user):
            theirs |= Q(**{entry.user: user.pk})
        if has_path(entry.model, entry.email):
            for address in addresses:
                theirs |= Q(**{f"{entry.email}__iexact": address})
        yield entry, entry.model._base_manager.filter(theirs)


def paths_to_person(entry: Personal) -> list[str]:
    paths = (entry.person,) if isinstance(entry.person, str) else entry.person
    return [path for path in paths if has_path(entry.model, path)]


def has_path(model: type[models.Model], name: str) -> bool:
    first = name.partition("__")[0]
    return first == "pk" or first in {field.name for field in model._meta.get_fields()}
