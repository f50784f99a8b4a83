from django.urls import path
from django.utils.translation import gettext_lazy as _

from privacy import pages

app_name = "privacy"
urlpatterns = [
    path("", pages.privacy, name="privacy"),
    path(_("objection/<str:token>/"), pages.objection, name="objection"),
]
