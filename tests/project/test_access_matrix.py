"""Every address of the site × everybody who may ask for it.

``TABLE`` says what each page without objects in its address answers; an address that is in no table fails
the test, so whoever adds a page says who may open it. Answers: 200, 403, 404, 405 (takes no GET), `in`
(to a sign-in page), `go` (elsewhere).
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.project.conftest import NO_KEY, answer

pytestmark = pytest.mark.django_db
PEOPLE = ("anonymous", "stranger", "viewer", "owner", "editor", "manager", "curator", "auditor")
TABLE = {
    "account:ask": "200 200 200 200 200 200 200 200",
    "account:asked": "200 200 200 200 200 200 200 200",
    "account:confirm": "in 404 404 200 200 404 404 404",
    "account:data": "in 404 200 200 200 404 404 404",
    "account:email": "in 200 200 200 200 200 200 200",
    "account:email-confirm": "in 404 404 404 404 404 404 404",
    "account:home": "in 200 200 200 200 200 200 200",
    "account:identity": "in 404 404 200 200 404 404 404",
    "account:invitation": "404 404 404 404 404 404 404 404",
    "account:people": "in 404 200 200 200 404 404 404",
    "account:second-factor": "in 200 200 200 200 200 200 200",
    "account:sessions": "in 200 200 200 200 200 200 200",
    "account_confirm_login_code": "in go go go go go go go",
    "account_inactive": "200 200 200 200 200 200 200 200",
    "account_login": "200 go go go go go go go",
    "account_logout": "go 200 200 200 200 200 200 200",
    "account_reauthenticate": "in 200 200 200 200 200 200 200",
    "account_request_login_code": "200 go go go go go go go",
    "account_reset_password": "200 200 200 200 200 200 200 200",
    "account_reset_password_done": "200 200 200 200 200 200 200 200",
    "account_reset_password_from_key_done": "200 200 200 200 200 200 200 200",
    "account_signup": "200 200 200 200 200 200 200 200",
    "actionplan:node-detail": "404 404 404 404 404 404 404 404",
    "actionplan:plan": "200 200 200 200 200 200 200 200",
    "api:docs": "200 200 200 200 200 200 200 200",
    "api:document": "200 200 200 200 200 200 200 200",
    "api:nothing": "404 404 404 404 404 404 404 404",
    "api:v1:api-root": "404 404 404 404 404 404 404 404",
    "api:v1:offer": "404 404 404 404 404 404 404 404",
    "api:v1:offers": "200 200 200 200 200 200 200 200",
    "api:v1:profiles": "200 200 200 200 200 200 200 200",
    "api:v1:providers": "200 200 200 200 200 200 200 200",
    "api:v1:skills": "200 200 200 200 200 200 200 200",
    "gap-board": "200 200 200 200 200 200 200 200",
    "livez": "200 200 200 200 200 200 200 200",
    "members:organisation-detail": "200 200 200 200 200 200 200 200",
    "members:organisation-list": "200 200 200 200 200 200 200 200",
    "mfa_activate_totp": "in 200 200 200 200 go go go",
    "mfa_add_webauthn": "in 200 200 200 200 200 200 200",
    "mfa_authenticate": "in go go go go go go go",
    "mfa_deactivate_totp": "in 404 404 404 404 200 200 200",
    "mfa_download_recovery_codes": "in 404 404 404 404 404 404 404",
    "mfa_edit_webauthn": "in 404 404 404 404 404 404 404",
    "mfa_generate_recovery_codes": "in 200 200 200 200 200 200 200",
    "mfa_index": "in 200 200 200 200 200 200 200",
    "mfa_list_webauthn": "in 200 200 200 200 200 200 200",
    "mfa_login_webauthn": "in go go go go go go go",
    "mfa_reauthenticate": "in go go go go 200 200 200",
    "mfa_reauthenticate_webauthn": "in go go go go go go go",
    "mfa_remove_webauthn": "in 404 404 404 404 404 404 404",
    "mfa_view_recovery_codes": "in 404 404 404 404 404 404 404",
    "privacy:objection": "404 404 404 404 404 404 404 404",
    "privacy:privacy": "200 200 200 200 200 200 200 200",
    "provider:export": "in 404 404 404 404 404 404 404",
    "provider:import": "in 404 404 404 404 404 404 404",
    "provider:offer-new": "in 404 404 404 404 404 404 404",
    "provider:offers": "in 404 404 404 404 404 404 404",
    "readyz": "200 200 200 200 200 200 200 200",
    "robots": "200 200 200 200 200 200 200 200",
    "sitemap": "200 200 200 200 200 200 200 200",
    "study:home": "200 200 200 200 200 200 200 200",
    "study:study-detail": "404 404 404 404 404 404 404 404",
    "study:study-list": "200 200 200 200 200 200 200 200",
    "study:study-pdf": "404 404 404 404 404 404 404 404",
    "styleguide": "200 200 200 200 200 200 200 200",
    "surveys:access": "200 200 200 200 200 200 200 200",
    "surveys:access-code": "200 200 200 200 200 200 200 200",
    "surveys:bounced": "405 405 405 405 405 405 405 405",
    "surveys:closed": "200 200 200 200 200 200 200 200",
    "surveys:entry": "404 404 404 404 404 404 404 404",
    "surveys:left": "200 200 200 200 200 200 200 200",
    "surveys:prove": "404 404 404 404 404 404 404 404",
    "surveys:prove-code": "404 404 404 404 404 404 404 404",
    "surveys:preview": "in in in in in 404 404 404",
    "training:alerts": "200 200 200 200 200 200 200 200",
    "training:alerts-confirm": "404 404 404 404 404 404 404 404",
    "training:alerts-manage": "404 404 404 404 404 404 404 404",
    "training:alerts-sent": "200 200 200 200 200 200 200 200",
    "training:alerts-stop": "200 200 200 200 200 200 200 200",
    "training:alerts-stop-all": "200 200 200 200 200 200 200 200",
    "training:alerts-stopped": "200 200 200 200 200 200 200 200",
    "training:follow": "200 200 200 200 200 200 200 200",
    "training:compare": "200 200 200 200 200 200 200 200",
    "training:offer-detail": "404 404 404 404 404 404 404 404",
    "training:oai": "200 200 200 200 200 200 200 200",
    "training:offer-list": "200 200 200 200 200 200 200 200",
    "training:profile-detail": "404 404 404 404 404 404 404 404",
    "training:profile-gap": "404 404 404 404 404 404 404 404",
    "training:profile-list": "200 200 200 200 200 200 200 200",
    "training:report-problem": "404 404 404 404 404 404 404 404",
    "training:suggestions": "200 200 200 200 200 200 200 200",
    "training:widget": "200 200 200 200 200 200 200 200",
    "training:widget-builder": "200 200 200 200 200 200 200 200",
    "training:offer-save": "404 404 404 404 404 404 404 404",
    "training:saved": "200 200 200 200 200 200 200 200",
    "training:saved-state": "200 200 200 200 200 200 200 200",
    "training:skill-detail": "404 404 404 404 404 404 404 404",
    "training:offers-atom": "200 200 200 200 200 200 200 200",
    "training:offers-csv": "200 200 200 200 200 200 200 200",
    "training:offers-ics": "200 200 200 200 200 200 200 200",
    "training:offer-elm": "404 404 404 404 404 404 404 404",
    "training:offers-jsonld": "200 200 200 200 200 200 200 200",
    "training:offers-json": "200 200 200 200 200 200 200 200",
    "admin:actionplan_plan_gap_action": "in in in in in 404 404 403",
    "admin:actionplan_plan_gaps": "in in in in in 200 200 200",
    "admin:actionplan_plan_open_gaps": "in in in in in go go go",
    "admin:actionplan_plan_open_gaps_of_plan": "in in in in in go go go",
    "admin:auth_user_password_change": "in in in in in 404 403 403",
    "admin:autocomplete": "in in in in in 403 403 403",
    "admin:index": "in in in in in 200 200 200",
    "admin:jsi18n": "in in in in in 200 200 200",
    "admin:login": "in 404 404 404 404 go go go",
    "admin:logout": "go go go go go 405 405 405",
    "admin:members_bulkchange_undo": "in in in in in 404 404 404",
    "admin:members_organisation_duplicates": "in in in in in 200 200 200",
    "admin:members_organisation_export": "in in in in in 404 404 404",
    "admin:members_organisation_import": "in in in in in 200 403 403",
    "admin:members_organisation_indicators": "in in in in in 200 200 200",
    "admin:members_organisation_merge": "in in in in in 404 403 403",
    "admin:members_organisation_merged": "in in in in in 404 403 403",
    "admin:members_savedfilter_keep": "in in in in in 405 405 405",
    "admin:password_change": "in in in in in 200 200 200",
    "admin:password_change_done": "in in in in in 200 200 200",
    "admin:privacy_datasubjectrequest_download": "in in in in in 404 403 403",
    "admin:privacy_datasubjectrequest_erase": "in in in in in 404 403 403",
    "admin:privacy_purpose_retention": "in in in in in 200 403 200",
    "admin:search": "in in in in in 200 200 200",
    "admin:study_study_publication": "in in in in in 404 403 403",
    "admin:training_harvestsource_visits": "in in in in in 404 404 404",
    "admin:training_offer_duplicates": "in in in in in 200 200 200",
    "admin:training_offer_export": "in in in in in 404 404 404",
    "admin:training_offer_import": "in in in in in 200 200 403",
    "admin:surveys_campaign_calendar": "in in in in in 404 404 404",
    "admin:surveys_campaign_answers": "in in in in in 403 403 403",
    "admin:surveys_campaign_answers_page": "in in in in in 403 403 403",
    "admin:surveys_campaign_change_version": "in in in in in 403 403 403",
    "admin:surveys_campaign_counts": "in in in in in 403 403 403",
    "admin:surveys_campaign_close": "in in in in in 403 403 403",
    "admin:surveys_campaign_invite": "in in in in in 403 403 403",
    "admin:surveys_campaign_launch": "in in in in in 403 403 403",
    "admin:surveys_campaign_live": "in in in in in 404 404 404",
    "admin:surveys_campaign_monitor": "in in in in in go go go",
    "admin:surveys_campaign_remind": "in in in in in 403 403 403",
    "admin:surveys_campaign_results": "in in in in in 403 403 403",
    "admin:surveys_campaign_show_results": "in in in in in 404 404 404",
    "admin:surveys_campaign_step_close": "in in in in in 404 403 403",
    "admin:surveys_campaign_step_invite": "in in in in in 404 403 403",
    "admin:surveys_campaign_step_launch": "in in in in in 404 403 403",
    "admin:surveys_campaign_step_remind": "in in in in in 404 403 403",
    "admin:surveys_letter_open_preview": "in in in in in go go go",
    "admin:surveys_letter_preview": "in in in in in 404 404 404",
    "admin:surveys_questionnaire_open_start": "in in in in in go 403 403",
    "admin:surveys_questionnaireversion_codebook": "in in in in in 404 404 404",
    "admin:surveys_questionnaireversion_download": "in in in in in 404 404 404",
    "admin:surveys_questionnaireversion_draft": "in in in in in 404 403 403",
    "admin:surveys_questionnaireversion_draft_add_check": "in in in in in 404 403 403",
    "admin:surveys_questionnaireversion_import_lss": "in in in in in 200 403 403",
    "admin:surveys_questionnaireversion_taken_in": "in in in in in 404 403 403",
    "admin:surveys_questionnaireversion_import": "in in in in in 200 403 403",
    "admin:surveys_questionnaireversion_move": "in in in in in 404 403 403",
    "admin:surveys_questionnaireversion_open_codebook": "in in in in in go go go",
    "admin:surveys_questionnaireversion_open_download": "in in in in in go go go",
    "admin:surveys_questionnaireversion_open_draft": "in in in in in 403 403 403",
    "admin:surveys_questionnaireversion_open_import": "in in in in in go 403 403",
    "admin:surveys_questionnaireversion_open_move": "in in in in in 403 403 403",
    "admin:surveys_questionnaireversion_open_preview": "in in in in in go go go",
    "admin:surveys_questionnaireversion_open_publish": "in in in in in 403 403 403",
    "admin:surveys_questionnaireversion_open_start": "in in in in in go 403 403",
    "admin:surveys_questionnaireversion_start": "in in in in in 200 403 403",
    "admin:surveys_questionnaireversion_publish": "in in in in in 404 403 403",
    "admin:surveys_unit_access_code": "in in in in in go 403 403",
    "admin:surveys_unit_change_contact": "in in in in in go 403 403",
    "admin:surveys_unit_new_link": "in in in in in go 403 403",
    "admin:surveys_unit_record_answers": "in in in in in go 403 403",
    "admin:surveys_unit_step_code": "in in in in in 404 403 403",
    "admin:surveys_unit_step_contact": "in in in in in 404 403 403",
    "admin:surveys_unit_step_link": "in in in in in 404 403 403",
    "admin:surveys_unit_reopen_answers": "in in in in in go 403 403",
    "admin:surveys_unit_step_reopen": "in in in in in 404 403 403",
    "admin:surveys_unit_step_record": "in in in in in 404 403 403",
}
# Pages of rows, which their own tests make: with owner, colleague and stranger, or manager and auditor.
NEED_ROWS = {
    "admin:surveys_questionnaireversion_draft_add",
    "admin:surveys_questionnaireversion_draft_part",
    "admin:surveys_questionnaireversion_draft_preview",
    "admin:surveys_questionnaireversion_draft_preview_new",
    "<slug:app>/<slug:model>/<path:object_id>/history/",
    "account:colleague",
    "account:invitation-change",
    "account:request",
    "account:withdraw",
    "account_reset_password_from_key",
    "provider:edition-copy",
    "provider:import-check",
    "provider:edition-edit",
    "provider:edition-new",
    "provider:edition-proposed",
    "provider:offer",
    "provider:offer-confirm",
    "provider:offer-edit",
    "provider:offer-withdraw",
    "provider:revision",
    "provider:revision-edit",
    "provider:revision-withdraw",
    "study:rendering",
    "surveys:autosave",
    "surveys:check",
    "surveys:comparison",
    "surveys:feedback",
    "surveys:history",
    "surveys:hub",
    "surveys:leave",
    "surveys:page",
    "surveys:people",
    "surveys:questions",
    "surveys:questions-pdf",
    "surveys:receipt",
    "surveys:receipt-pdf",
    "surveys:row-remove",
    "surveys:session",
    "surveys:start",
    "surveys:submit",
    "surveys:take-over",
    "surveys:unshare",
    "training:edition-ics",
    r"admin:(?P<url>.*)$",
    "admin:<path:object_id>/",
    "admin:app_list",
    "admin:members_organisation_import_check",
    "admin:surveys_campaign_answers_file",
    "admin:training_offer_import_check",
    "admin:members_organisation_import_columns",
    "admin:view_on_site",
}
# What each model has in the admin panel; who may do what there is in members/roles.py.
MODEL_PAGES = ("changelist", "add", "change", "delete", "history")


def names(resolver=None, prefix="") -> Iterator[str]:
    """Yield the name of every address, with its namespaces; one without a name by its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"
        else:
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def address(name: str, cast: dict) -> str | None:
    """Return the address, or None when it needs objects of its own, which its app's tests have."""
    slug, key = cast["organisation"].slug, NO_KEY
    for arguments in ([], [key], [slug]) if name.startswith("admin:") else ([], [slug], [key]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return None


def is_of_a_model(name: str) -> bool:
    models = (f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
    return name in {f"admin:{model}_{page}" for model in models for page in MODEL_PAGES}


def test_every_address_is_in_a_table():
    known = set(TABLE) | NEED_ROWS

    assert {name for name in names() if name not in known and not is_of_a_model(name)} == set()
    assert known - set(names()) == set()


@pytest.mark.parametrize("name", TABLE)
def test_page_answers_each_as_the_table_says(cast, name):
    url = address(name, cast)

    assert " ".join(answer(cast[who], url) for who in PEOPLE) == TABLE[name]


@pytest.mark.parametrize(
    "name", [name for name, row in TABLE.items() if name.startswith("admin:") and row.endswith("403")]
)
def test_auditor_posts_to_no_page_that_is_closed_to_them(cast, name):
    assert cast["auditor"].post(address(name, cast), {"confirmed": "yes"}).status_code in (403, 405)
