from django.urls import path
from django.utils.translation import gettext_lazy as _

from training import views
from training.feeds import views as feeds

app_name = "training"
urlpatterns = [
    path("", views.offer_list, name="offer-list"),
    path(_("offers.csv"), feeds.csv_list, name="offers-csv"),
    path(_("offers.json"), feeds.json_list, name="offers-json"),
    path(_("offers.atom"), feeds.atom_list, name="offers-atom"),
    path(_("offers.ics"), feeds.calendar_list, name="offers-ics"),
    path(_("compare/"), views.compare, name="compare"),
    path("<slug:slug>/", views.offer_detail, name="offer-detail"),
]
