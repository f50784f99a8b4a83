"""Pages of the admin panel that belong to no single model; they stand before the panel's own."""

from django.contrib import admin
from django.urls import path

from privacy import views

urlpatterns = [
    path("<slug:app>/<slug:model>/<path:object_id>/history/", admin.site.admin_view(views.object_history)),
]
