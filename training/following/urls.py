"""The addresses of following, inside the catalogue's own."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path("", views.alerts, name="alerts"),
    path(_("new/"), views.follow, name="follow"),
    path(_("sent/"), views.sent, name="alerts-sent"),
    path(_("stopped/"), views.all_stopped, name="alerts-stopped"),
    path(_("confirm/<str:token>/"), views.confirm, name="alerts-confirm"),
    path(_("mine/<str:token>/"), views.manage, name="alerts-manage"),
    path(_("stop/<str:token>/"), views.stop, name="alerts-stop"),
    path(_("stop-all/<str:token>/"), views.stop_all, name="alerts-stop-all"),
]
