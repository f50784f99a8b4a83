"""What an organisation changes of itself: free fields at once, its identity through a manager."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.accounts.actions import language_of, later, lock, managers
from members.enums import ChangeState
from members.models import ChangeRequest, DataConfirmation, Identifier, Organisation, User

from .free import seal, value_of, write
from .identity import Identity, identity_of, main_identifier


class ChangeRefused(Exception):
    """A change that may not be; its text can be shown."""


class DataMoved(Exception):
    """Somebody saved other values meanwhile: ``organisation`` has them, in the fields ``names``."""

    def __init__(self, organisation: Organisation, names: list[str]) -> None:
        self.organisation, self.names = organisation, names
        super().__init__(", ".join(names))


@transaction.atomic
def change_data(
    organisation: Organisation,
    *,
    typed: dict[str, object],
    seen: dict[str, str],
    confirmed_by: User | None = None,
) -> None:
    """Save the free fields, and the year's confirmation if somebody confirms. Locks the organisation.

    ``seen`` are the seals of what the page showed. Raises DataMoved, and saves nothing, when a field
    has another value by now that is not the typed one either.
    """
    current = locked(organisation)
    moved = [
        name
        for name, value in typed.items()
        if value_of(current, name) != value and seen.get(name) != seal(value_of(current, name))
    ]
    if moved:
        raise DataMoved(current, moved)
    write(current, typed)
    if confirmed_by:
        DataConfirmation.objects.get_or_create(
            organisation=current, year=timezone.localdate().year, defaults={"by": confirmed_by}
        )


def locked(organisation: Organisation) -> Organisation:
    lock(organisation)
    return Organisation.objects.get(pk=organisation.pk)


@transaction.atomic
def request_change(
    organisation: Organisation, *, new: Identity, seen: str, by: User, note: str = ""
) -> ChangeRequest:
    """Keep a proposed identity for the managers. Locks the organisation.

    Raises ChangeRefused when another proposal waits, or the identity is no longer what the page showed.
    """
    old = identity_of(locked(organisation))
    if organisation.change_requests.pending().exists():
        raise ChangeRefused(_("A change of this organisation already waits for a decision."))
    if seal(old) != seen:
        raise ChangeRefused(_("The record changed meanwhile. Compare with what it says now, and send again."))
    request = ChangeRequest.objects.create(
        organisation=organisation,
        old=old,
        new=new,
        note=note,
        requested_by=by,
        language=translation.get_language() or settings.LANGUAGE_CODE,
    )
    tell_managers(request)
    return request


def tell_managers(request: ChangeRequest) -> None:
    context = {
        "person": str(request.requested_by),
        "organisation": str(request.organisation),
        "link": settings.SITE_URL + reverse("admin:members_changerequest_change", args=[request.pk]),
    }
    for user in managers():
        later("account_change_asked", user.email, language_of(user), context)


@transaction.atomic
def approve_change(request: ChangeRequest, *, by: User) -> ChangeRequest:
    """Write a proposed identity into the register and tell who asked. Locks the organisation and its numbers.

    When the record moved on since the proposal, that becomes outdated instead and nothing else changes.
    Raises ChangeRefused when it was decided meanwhile, or the number is another organisation's.
    """
    mine = waiting(request)
    if identity_of(mine.organisation) != mine.old:
        return close(mine, ChangeState.OUTDATED, by=by)
    try:
        # A savepoint: after a refusal by the database the decision can still be shown.
        with transaction.atomic():
            write_identity(mine.organisation, mine.new)
    except ValidationError as error:
        raise ChangeRefused(" ".join(error.messages)) from None
    except IntegrityError:
        raise ChangeRefused(_("Another organisation already has this identifier.")) from None
    return close(mine, ChangeState.APPROVED, by=by)


@transaction.atomic
def reject_change(request: ChangeRequest, *, reason: str, by: User) -> ChangeRequest:
    """Turn a proposal down; the reason goes to who asked."""
    return close(waiting(request), ChangeState.REJECTED, by=by, reason=reason)


@transaction.atomic
def withdraw_change(request: ChangeRequest, *, by: User) -> ChangeRequest:
    return close(waiting(request), ChangeState.WITHDRAWN, by=by)


def waiting(request: ChangeRequest) -> ChangeRequest:
    """Lock the organisation, its numbers and the proposal; return it as it is now, if it still waits."""
    lock(request.organisation)
    list(Identifier.objects.select_for_update().filter(organisation=request.organisation_id))
    rows = ChangeRequest.objects.pending().select_related("organisation", "requested_by")
    mine = rows.select_for_update(of=["self"]).filter(pk=request.pk).first()
    if mine is None:
        raise ChangeRefused(_("This request was decided meanwhile."))
    return mine


def write_identity(organisation: Organisation, new: Identity) -> None:
    organisation.legal_name, organisation.kind = new["legal_name"], new["kind"]
    rest = {field.name for field in Organisation._meta.fields} - {"legal_name", "kind"}
    organisation.clean_fields(exclude=rest)
    organisation.save(update_fields=["legal_name", "kind"])
    if new["number"]:
        number = main_identifier(organisation) or Identifier(organisation=organisation)
        number.scheme, number.value = new["scheme"], new["number"]
        number.full_clean()
        number.save()


def close(request: ChangeRequest, state: ChangeState, *, by: User, reason: str = "") -> ChangeRequest:
    """Write the end of a proposal down and, unless it was withdrawn, tell who made it."""
    request.state, request.reason = state, reason
    request.decided_by, request.decided_at = by, timezone.now()
    request.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    if state != ChangeState.WITHDRAWN:
        tell(request)
    return request


def tell(request: ChangeRequest) -> None:
    """Send the decision, if whoever asked still has to do with the organisation."""
    user = request.requested_by
    if not user or not user.is_active or not request.organisation.accounts.of(user).exists():
        return
    with translation.override(request.language):
        link = settings.SITE_URL + reverse("account:data", args=[request.organisation.slug])
    context = {
        "organisation": str(request.organisation),
        "state": str(request.state),
        "reason": request.reason,
        "link": link,
    }
    later("account_change_decided", user.email, request.language, context)
