"""Addresses of the survey; each response has its own, so two tabs never mix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from surveys.answering import entrance_views, views
from surveys.fielding import webhook

app_name = "surveys"

response_urls = [
    path("", views.start, name="start"),
    path(_("questions/"), views.questions, name="questions"),
    path(_("sections/"), views.hub, name="hub"),
    path(_("check/"), views.check, name="check"),
    path(_("submit/"), views.submit, name="submit"),
    path(_("receipt/"), views.receipt, name="receipt"),
    path(_("leave/"), views.leave, name="leave"),
    path("<slug:section>/<slug:page>/", views.page, name="page"),
]

urlpatterns = [
    path("", entrance_views.access, name="access"),
    path("e/<str:token>/", entrance_views.entry, name="entry"),
    path("bounced/", webhook.bounced, name="bounced"),
    path(_("closed/"), entrance_views.closed, name="closed"),
    path(_("left/"), entrance_views.left, name="left"),
    path(_("preview/<int:version_id>/"), views.preview, name="preview"),
    path("<uuid:response_id>/", include(response_urls)),
]
