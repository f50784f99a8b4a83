"""Who may act for an organisation: accounts, invitations, requests, and where people are signed in."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import AccountRole, RequestState
from members.permissions import EDIT, VIEW, may, roles_with

from .organisation import Organisation

LAST_OWNER = _("An organisation keeps at least one owner. Make somebody else owner first.")


class OrganisationUserQuerySet(models.QuerySet):
    def owners(self) -> Self:
        """Keep the owners who can still sign in."""
        return self.filter(role=AccountRole.OWNER, user__is_active=True)

    def of(self, user) -> Self:
        return self.filter(user=user)

    def of_members(self) -> Self:
        """Keep those in organisations that are members of the cluster today."""
        return self.filter(organisation__memberships__period__contains=timezone.localdate())

    def with_confirmation_due(self, day: date) -> Self:
        """Annotate ``confirmation_due``: the person may confirm the data of this year, and nobody has."""
        due = Organisation.objects.unconfirmed(day).filter(pk=OuterRef("organisation"))
        return self.annotate(confirmation_due=Exists(due) & Q(role__in=roles_with(EDIT)))


class OrganisationUser(models.Model):
    """An account that may act for an organisation, with its role there."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="accounts", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="organisation_accounts",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=12, choices=AccountRole, default=AccountRole.VIEWER)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = OrganisationUserQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user__name", "user__email"]
        verbose_name = _("account of an organisation")
        verbose_name_plural = _("accounts of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="organisation_user_once",
                violation_error_message=_("This person already has a role in this organisation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @property
    def may_view(self) -> bool:
        return may(self.role, VIEW)


class AccessInvitationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Keep those neither accepted nor taken back; some may have expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def usable(self, at: datetime) -> Self:
        return self.open().filter(expires_at__gt=at)


class AccessInvitation(models.Model):
    """An offer by e-mail to act for an organisation, good once; only its token's hash is kept."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="access_invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=AccountRole, default=AccountRole.VIEWER)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="es")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
        editable=False,
    )
    # Made only when the mail is composed, so that no queue ever holds the token itself.
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    error = models.CharField(_("error"), max_length=300, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, editable=False)

    objects = AccessInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation to an account")
        verbose_name_plural = _("invitations to accounts")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="access_invitation_open_once",
                violation_error_message=_("This address is already invited to this organisation."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="access_invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"


class AccessRequestQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state=RequestState.PENDING)

    def for_managers(self) -> Self:
        """Keep those that no owner could answer: of an unknown organisation, or of one without owners."""
        owned = OrganisationUser.objects.owners().values("organisation")
        return self.filter(Q(organisation__isnull=True) | ~Q(organisation__in=owned))


class AccessRequest(models.Model):
    """Somebody's wish to act for an organisation, until an owner or a manager decides."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="access_requests",
        verbose_name=_("organisation"),
        help_text=_("Found by its name or by the domain of the address; correct it if it is another one."),
    )
    organisation_text = models.CharField(_("organisation as typed"), max_length=200)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("address"))
    message = models.TextField(_("message"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="es")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.PENDING)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.PENDING, decided_at__isnull=True)
                | ~Q(state=RequestState.PENDING) & Q(decided_at__isnull=False),
                name="decided_request_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REJECTED, reason=""), name="rejected_request_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.organisation or self.organisation_text}"


class SignedInSession(models.Model):
    """A browser in which an account is signed in: what it calls itself and roughly where it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="signed_in_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(_("device"), max_length=200)
    network = models.CharField(_("network"), max_length=45, blank=True)
    started_at = models.DateTimeField(_("signed in at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        ordering = ["-seen_at"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.user} · {self.device}"
