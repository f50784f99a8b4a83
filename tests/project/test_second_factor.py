"""Whoever may enter the admin panel reaches nothing before a second factor; how the demonstration does."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.contrib import admin
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.factories.members import APP_SECRET, AuthenticatorFactory, UserFactory

PASSWORD = "correct horse battery"
ADMIN = reverse("admin:index")
CHOICE = reverse("account:second-factor")

pytestmark = pytest.mark.django_db


def code_of(secret, step=0):
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counters[1] + step))


def give_password(client, user, page=ADMIN):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": page})


@pytest.fixture
def newcomer():
    """A manager who has never signed in."""
    return UserFactory(is_staff=True, is_superuser=True)


def admin_lists():
    models = [model._meta for model in admin.site._registry]
    return [reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") for meta in models]


def test_password_alone_reaches_nothing_of_the_panel(client, newcomer):
    give_password(client, newcomer)

    for page in (ADMIN, *admin_lists()):
        response = client.get(page)
        assert (response.status_code, response.url.partition("?")[0]) == (302, CHOICE), page


@pytest.mark.parametrize("name", ["study:home", "actionplan:plan", "account:home", "account:sessions"])
def test_password_alone_reaches_nothing_else_either(client, newcomer, name):
    give_password(client, newcomer)

    assert client.get(reverse(name)).url.partition("?")[0] == CHOICE


def test_password_alone_posts_nothing(client, newcomer):
    give_password(client, newcomer)

    response = client.post(reverse("admin:members_user_add"), {"email": "spy@example.org"})

    assert response.url.partition("?")[0] == CHOICE
    assert not type(newcomer).objects.filter(email="spy@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_first_sign_in_sets_up_an_app_and_gives_recovery_codes(client, newcomer, mailoutbox):
    give_password(client, newcomer)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(response.url).context["unused_codes"]) == 10
    assert client.get(ADMIN).status_code == 200
    assert [mail.to for mail in mailoutbox] == [[newcomer.email]]


def test_wrong_code_sets_up_nothing(client, newcomer):
    give_password(client, newcomer)
    client.get(reverse("mfa_activate_totp"))

    client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert not Authenticator.objects.exists()
    assert client.get(ADMIN).status_code == 302


def test_later_sign_ins_ask_for_the_code(client, newcomer):
    AuthenticatorFactory(user=newcomer)

    response = give_password(client, newcomer)

    assert response.url == reverse("mfa_authenticate")
    assert client.get(ADMIN).status_code == 302
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(APP_SECRET)})
    assert done.url == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_a_code_is_good_once(newcomer):
    AuthenticatorFactory(user=newcomer)
    code = code_of(APP_SECRET)

    answers = []
    for client in (Client(), Client()):
        give_password(client, newcomer)
        client.post(reverse("mfa_authenticate"), {"code": code})
        answers.append(client.get(ADMIN).status_code)

    assert answers == [200, 302]


def test_session_begun_before_the_first_enrolment_must_show_the_factor_too(newcomer):
    """Somebody with a stolen password must not wait until the owner has set up the second factor."""
    thief = Client()
    give_password(thief, newcomer)
    AuthenticatorFactory(user=newcomer)

    answers = {thief.get(page).url.partition("?")[0] for page in (ADMIN, reverse("mfa_add_webauthn"))}
    thief.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert answers == {reverse("mfa_reauthenticate")}
    assert thief.get(ADMIN).url.partition("?")[0] == reverse("mfa_reauthenticate")


def test_showing_the_factor_again_settles_such_a_session(newcomer):
    client = Client()
    give_password(client, newcomer)
    AuthenticatorFactory(user=newcomer)

    client.post(reverse("mfa_reauthenticate"), {"code": code_of(APP_SECRET)})

    assert client.get(ADMIN).status_code == 200


def test_recovery_code_opens_once(newcomer):
    client = sign_in(Client(), newcomer)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 9e12, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(newcomer.pk)
    session.save()
    client.post(reverse("mfa_generate_recovery_codes"))
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]

    answers = []
    for other in (Client(), Client()):
        give_password(other, newcomer)
        other.post(reverse("mfa_authenticate"), {"code": code})
        answers.append(other.get(ADMIN).status_code)

    assert answers == [200, 302]


def test_admin_is_not_there_for_a_company(client):
    sign_in(client, UserFactory())

    assert client.get(ADMIN, follow=True).status_code == 404


def test_admin_sign_in_leads_back_to_the_page_that_was_wanted(client, newcomer):
    AuthenticatorFactory(user=newcomer)
    page = reverse("admin:members_user_changelist")
    first = client.get(page, follow=True)

    give_password(client, newcomer, first.context["request"].GET["next"])

    assert client.post(reverse("mfa_authenticate"), {"code": code_of(APP_SECRET)}).url == page


def test_admin_sign_in_leads_to_no_other_site(client):
    response = client.get(reverse("admin:login"), {"next": "https://evil.example/"})

    assert "evil" not in response.url


def test_secret_is_encrypted_in_the_database(newcomer):
    AuthenticatorFactory(user=newcomer)

    kept = Authenticator.objects.get().data["secret"]

    assert APP_SECRET not in kept
    assert decrypt(kept) == APP_SECRET


def test_secret_outlives_a_change_of_key_while_the_old_one_is_a_fallback(settings):
    kept = encrypt(APP_SECRET)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, long enough to be taken seriously by anybody at all"

    with pytest.raises(InvalidToken):
        decrypt(kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypt(kept) == APP_SECRET


def test_demonstration_takes_the_password_alone(client, newcomer, settings):
    settings.ONE_STEP_SIGN_IN = True

    assert give_password(client, newcomer).url == ADMIN
    assert client.get(ADMIN).status_code == 200


@pytest.mark.parametrize(
    ("mode", "found"), [("production", ["tera.E003"]), ("test", ["tera.E003"]), ("demo", [])]
)
def test_check_refuses_one_step_outside_the_demonstration(settings, mode, found):
    settings.ONE_STEP_SIGN_IN, settings.MODE = True, mode

    assert [error.id for error in run_checks(tags=["security"]) if error.id.startswith("tera")] == found


def test_passwords_are_not_guessed_without_end(client, newcomer):
    for _try in range(5):
        client.post(reverse("account_login"), {"login": newcomer.email, "password": "wrong"})

    response = give_password(client, newcomer)

    assert response.status_code == 200
    assert not re.search(r"sessionid=\w", response.cookies.output())
    assert client.get(ADMIN).status_code == 302
