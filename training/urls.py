from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from training import pathway_views, problem_views, views, widget
from training.feeds import views as feeds
from training.oai.views import oai
from training.saving import views as saving

app_name = "training"
urlpatterns = [
    path("", views.offer_list, name="offer-list"),
    path(_("offers.csv"), feeds.csv_list, name="offers-csv"),
    path(_("offers.json"), feeds.json_list, name="offers-json"),
    path(_("offers.atom"), feeds.atom_list, name="offers-atom"),
    path(_("offers.ics"), feeds.calendar_list, name="offers-ics"),
    path(_("offers.jsonld"), feeds.elm_list, name="offers-jsonld"),
    path("oai/", oai, name="oai"),
    path(_("suggestions.json"), views.suggestions, name="suggestions"),
    path(_("profiles/"), pathway_views.profile_list, name="profile-list"),
    path(_("profiles/<slug:code>/"), pathway_views.profile_detail, name="profile-detail"),
    path(_("profiles/<slug:code>/gap/"), pathway_views.profile_gap, name="profile-gap"),
    path(_("skills/<slug:code>/"), pathway_views.skill_detail, name="skill-detail"),
    path(_("compare/"), views.compare, name="compare"),
    path("widget/", widget.widget, name="widget"),
    path(_("embed/"), widget.builder, name="widget-builder"),
    path(_("alerts/"), include("training.following.urls")),
    path(_("saved/"), saving.saved, name="saved"),
    path(_("saved.json"), saving.state, name="saved-state"),
    path(_("<slug:slug>/save/"), saving.save, name="offer-save"),
    path(_("<slug:slug>/report/"), problem_views.report_problem, name="report-problem"),
    path("<slug:slug>/elm.jsonld", feeds.offer_elm, name="offer-elm"),
    path("<slug:slug>/<int:edition>.ics", feeds.edition_calendar, name="edition-ics"),
    path("<slug:slug>/", views.offer_detail, name="offer-detail"),
]
