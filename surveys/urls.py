"""Addresses of the survey; each response has its own, so two tabs never mix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from surveys.answering import entrance_views
from surveys.answering.views import (
    autosave,
    copies,
    feedback,
    leaving,
    opening,
    page,
    people,
    preview,
    proving,
    rows,
    sending,
    staying,
)
from surveys.fielding import comparing, webhook

app_name = "surveys"

response_urls = [
    path("", opening.start, name="start"),
    path(_("questions/"), opening.questions, name="questions"),
    path(_("questions.pdf"), copies.questions_pdf, name="questions-pdf"),
    path(_("sections/"), opening.hub, name="hub"),
    path(_("check/"), sending.check, name="check"),
    path(_("submit/"), sending.submit, name="submit"),
    path(_("receipt/"), sending.receipt, name="receipt"),
    path(_("receipt.pdf"), copies.receipt_pdf, name="receipt-pdf"),
    path(_("comparison/"), comparing.comparison, name="comparison"),
    path(_("opinion/"), feedback.feedback, name="feedback"),
    path(_("people/"), people.people, name="people"),
    path(_("people/<int:share_id>/take-over/"), people.take_over, name="take-over"),
    path(_("people/<int:share_id>/end/"), people.unshare, name="unshare"),
    path(_("history/"), people.history, name="history"),
    path(_("leave/"), leaving.leave, name="leave"),
    path(_("session/"), staying.session, name="session"),
    path(_("rows/<slug:variable>/<uuid:row>/remove/"), rows.remove, name="row-remove"),
    path("<slug:section>/<slug:page>/", page.page, name="page"),
    path("<slug:section>/<slug:page>/autosave/", autosave.autosave, name="autosave"),
]

urlpatterns = [
    path("", entrance_views.access, name="access"),
    path("e/<str:token>/", entrance_views.entry, name="entry"),
    path(_("access-code/"), proving.access_code, name="access-code"),
    path(_("identify/<int:invitation_id>/"), proving.prove, name="prove"),
    path(_("identify/<int:invitation_id>/code/"), proving.prove_code, name="prove-code"),
    path("bounced/", webhook.bounced, name="bounced"),
    path(_("closed/"), entrance_views.closed, name="closed"),
    path(_("left/"), entrance_views.left, name="left"),
    path(_("preview/<int:version_id>/"), preview.preview, name="preview"),
    path("<uuid:response_id>/", include(response_urls)),
]
