"""Taking a person out of the database (art. 17 GDPR) without changing any count.

Rows stay, under a pseudonym: how many contacts an edition had, who many posts a board. This is the only
code that may rewrite what never changes; see docs/decisions/0005.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import AccountRole, PostRole
from members.models import BodyPost, OrganisationUser, Person, Post, SignedInSession, User

from .enums import RequestState
from .models import DataSubjectRequest
from .personal_data import personal_fields, rows_of
from .subject import Subject, subject_of
from .sweep import Place, replace_everywhere

ACCOUNT_APPS = ("account", "mfa", "usersessions")
HIDE = """
UPDATE privacy_event SET before = hide_fields(before, %(fields)s), after = hide_fields(after, %(fields)s)
WHERE model = %(model)s AND object_id = ANY(%(keys)s)
"""


class ErasureRefused(Exception):
    """The person cannot be erased now; the text says why and what to do."""


@contextmanager
def erasing(mode: str = "on") -> Iterator[None]:
    """Let this transaction rewrite rows that never change, and keep values out of the trail."""
    with transaction.atomic():
        set_mode(mode)
        yield
        set_mode("")


def set_mode(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tera.erasure', %s, true)", [mode])


def refusals(subject: Subject) -> list[str]:
    """Return why the person cannot be erased today; empty when they can."""
    today = timezone.localdate()
    reasons = []
    if subject.person:
        for post in BodyPost.objects.current(today).filter(person=subject.person).select_related("body"):
            reasons.append(
                _("They hold a post in %(body)s: the cluster must be able to say who decides. End it first.")
                % {"body": post.body}
            )
        legal = Post.objects.current(today).filter(person=subject.person, role=PostRole.LEGAL_REPRESENTATIVE)
        for post in legal.select_related("organisation"):
            reasons.append(
                _("They are the legal representative of %(organisation)s. End that post first.")
                % {"organisation": post.organisation}
            )
    if subject.user:
        reasons += account_refusals(subject.user)
    return reasons


def account_refusals(user: User) -> list[str]:
    reasons = [
        _("They are the last owner of %(organisation)s. Name another first.") % {"organisation": name}
        for name in last_owned(user)
    ]
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and user.is_active and not others.exists():
        reasons.append(_("They are the last manager who may do everything. Name another first."))
    return reasons


def last_owned(user: User) -> list[str]:
    """Return the organisations that nobody else owns."""
    owners = OrganisationUser.objects.filter(role=AccountRole.OWNER)
    others = owners.filter(organisation=OuterRef("organisation")).exclude(user=user)
    alone = owners.filter(~Exists(others), user=user).select_related("organisation")
    return [str(account.organisation) for account in alone]


@transaction.atomic
def erase_person(request: DataSubjectRequest, *, by: User | None) -> list[Place]:
    """Erase the person of a request and close it; return where they stood in free text.

    Raises ``ErasureRefused``. The request stays, with its reference as the only name.
    """
    request = DataSubjectRequest.objects.select_for_update().get(pk=request.pk)
    if request.person is None or request.state != RequestState.OPEN:
        raise ErasureRefused(_("This request is closed, or names no person of the register."))
    person = Person.objects.select_for_update().get(pk=request.person_id)
    subject = subject_of(person, pseudonym=request.reference)
    if reasons := refusals(subject):
        raise ErasureRefused(" ".join(reasons))
    with erasing():
        hide_in_trail(subject)
        drop_what_is_only_theirs(subject)
        places = replace_everywhere(subject.terms)
        anonymise_rows(subject)
        request.person = None
        request.name = request.email = ""
        request.handled_by = by
        request.state = RequestState.DONE
        request.outcome = _("Erased. The rows stay under the reference; figures and counts are unchanged.")
        request.save()
    return places


def hide_in_trail(subject: Subject) -> None:
    for entry, rows in rows_of(subject.person, subject.user, subject.addresses):
        fields = [*personal_fields(entry.label)]
        if fields and entry.label != "privacy.Event":
            keys = [str(key) for key in rows.values_list("pk", flat=True)]
            with connection.cursor() as cursor:
                cursor.execute(HIDE, {"fields": fields, "model": entry.label.lower(), "keys": keys})


def drop_what_is_only_theirs(subject: Subject) -> None:
    for entry, rows in rows_of(subject.person, subject.user, subject.addresses):
        if entry.goes:
            rows.delete()


def anonymise_rows(subject: Subject) -> None:
    if subject.person:
        Person.objects.filter(pk=subject.person.pk).update(
            given_name=subject.pseudonym, family_name="", work_email="", work_phone=""
        )
    if subject.user:
        close_account(subject.user, subject.pseudonym)


def close_account(user: User, pseudonym: str) -> None:
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
    SignedInSession.objects.filter(user=user).delete()
    for model in account_models():
        model._base_manager.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    account = User.objects.get(pk=user.pk)
    account.email = f"{pseudonym.lower()}@erased.invalid"
    account.name = pseudonym
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save()


def account_models() -> Iterator[type[models.Model]]:
    for label in ACCOUNT_APPS:
        if apps.is_installed(f"allauth.{label}"):
            for model in apps.get_app_config(label).get_models():
                if any(field.name == "user" for field in model._meta.fields):
                    yield model
