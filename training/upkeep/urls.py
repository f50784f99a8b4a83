"""A provider's pages, beside the account pages of its organisation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import edit_views, file_views, revision_views, views

app_name = "provider"
urlpatterns = [
    path(_("organisation/<slug:slug>/training/"), views.offers, name="offers"),
    path(_("organisation/<slug:slug>/training/new/"), revision_views.offer_new, name="offer-new"),
    path(_("organisation/<slug:slug>/training/import/"), file_views.upload, name="import"),
    path(_("organisation/<slug:slug>/training/import/<uuid:pk>/"), file_views.check, name="import-check"),
    path(_("organisation/<slug:slug>/training/export/"), file_views.export, name="export"),
    path(_("organisation/<slug:slug>/training/<int:pk>/"), views.offer, name="offer"),
    path(_("organisation/<slug:slug>/training/<int:pk>/edit/"), edit_views.offer_edit, name="offer-edit"),
    path(_("organisation/<slug:slug>/training/<int:pk>/confirm/"), views.offer_confirm, name="offer-confirm"),
    path(
        _("organisation/<slug:slug>/training/<int:pk>/withdraw/"), views.offer_withdraw, name="offer-withdraw"
    ),
    path(
        _("organisation/<slug:slug>/training/<int:pk>/editions/new/"),
        edit_views.edition_new,
        name="edition-new",
    ),
    path(
        _("organisation/<slug:slug>/training/<int:pk>/editions/<int:copied>/copy/"),
        edit_views.edition_new,
        name="edition-copy",
    ),
    path(
        _("organisation/<slug:slug>/training/<int:pk>/editions/<int:edition>/"),
        edit_views.edition_edit,
        name="edition-edit",
    ),
    path(
        _("organisation/<slug:slug>/training/<int:pk>/editions/proposed/<slug:key>/"),
        edit_views.edition_proposed,
        name="edition-proposed",
    ),
    path(_("organisation/<slug:slug>/proposals/<int:pk>/"), revision_views.revision, name="revision"),
    path(
        _("organisation/<slug:slug>/proposals/<int:pk>/edit/"),
        revision_views.revision_edit,
        name="revision-edit",
    ),
    path(
        _("organisation/<slug:slug>/proposals/<int:pk>/withdraw/"),
        revision_views.revision_withdraw,
        name="revision-withdraw",
    ),
]
