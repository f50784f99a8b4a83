"""Addresses under /cuenta/: our pages, and those of allauth that we use, under its own names."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from members.selfservice import views as selfservice

from . import views

account_urls = [
    path("", views.home, name="home"),
    path(_("ask-for-access/"), views.ask, name="ask"),
    path(_("ask-for-access/sent/"), views.asked, name="asked"),
    path(_("invitation/<str:token>/"), views.invitation, name="invitation"),
    path(_("sessions/"), views.sessions, name="sessions"),
    path(_("email/"), views.email, name="email"),
    path(_("email/<str:token>/"), views.email_confirm, name="email-confirm"),
    path(_("second-step/choose/"), views.second_factor, name="second-factor"),
    path(_("organisation/<slug:slug>/"), views.people, name="people"),
    path(_("organisation/<slug:slug>/people/<int:pk>/"), views.colleague, name="colleague"),
    path(
        _("organisation/<slug:slug>/invitations/<int:pk>/"), views.invitation_change, name="invitation-change"
    ),
    path(_("organisation/<slug:slug>/requests/<int:pk>/"), views.access_request, name="request"),
    path(_("organisation/<slug:slug>/data/"), selfservice.data, name="data"),
    path(_("organisation/<slug:slug>/data/confirm/"), selfservice.confirm, name="confirm"),
    path(_("organisation/<slug:slug>/identity/"), selfservice.identity, name="identity"),
    path(_("organisation/<slug:slug>/identity/<int:pk>/withdraw/"), selfservice.withdraw, name="withdraw"),
]

sign_in_urls = [
    path(_("sign-in/"), views.request_code, name="account_request_login_code"),
    path(_("sign-in/code/"), views.confirm_code, name="account_confirm_login_code"),
    path(_("sign-in/password/"), account_views.login, name="account_login"),
    path(_("sign-out/"), account_views.logout, name="account_logout"),
    path(_("inactive/"), account_views.account_inactive, name="account_inactive"),
    path(_("confirm-password/"), account_views.reauthenticate, name="account_reauthenticate"),
    path(_("password/"), account_views.password_reset, name="account_reset_password"),
    path(_("password/sent/"), account_views.password_reset_done, name="account_reset_password_done"),
    path(
        _("password/done/"),
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        _(r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # allauth leads here whoever has no account.
    path(_("no-account/"), views.ask, name="account_signup"),
]

second_factor_urls = [
    path("", mfa_views.index, name="mfa_index"),
    path(_("show/"), mfa_views.authenticate, name="mfa_authenticate"),
    path(_("show-again/"), mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path(_("app/"), totp_views.activate_totp, name="mfa_activate_totp"),
    path(_("app/remove/"), totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path(_("recovery-codes/"), recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        _("recovery-codes/new/"), recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        _("recovery-codes/file/"), recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path(_("passkeys/"), webauthn_views.list_webauthn, name="mfa_list_webauthn"),
    path(_("passkeys/add/"), webauthn_views.add_webauthn, name="mfa_add_webauthn"),
    path(_("passkeys/sign-in/"), webauthn_views.login_webauthn, name="mfa_login_webauthn"),
    path(
        _("passkeys/show-again/"), webauthn_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path(_("passkeys/<int:pk>/remove/"), webauthn_views.remove_webauthn, name="mfa_remove_webauthn"),
    path(_("passkeys/<int:pk>/edit/"), webauthn_views.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("", include((account_urls, "account"))),
    path("", include(sign_in_urls)),
    path(_("second-step/"), include(second_factor_urls)),
]
