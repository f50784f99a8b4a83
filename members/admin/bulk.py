"""Bulk actions of the register: each asks on a page of its own before it changes anything."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from members.bulk import end_memberships, set_audience, set_listed
from members.enums import Audience, DirectoryField, EndReason
from members.panel.bulk_pages import ask


class AudienceChangeForm(forms.Form):
    field = forms.ChoiceField(label=_("Field"), choices=DirectoryField, widget=UnfoldAdminSelectWidget)
    audience = forms.ChoiceField(label=_("Who may read it"), choices=Audience, widget=UnfoldAdminSelectWidget)


class EndForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day as members"), initial=timezone.localdate, widget=UnfoldAdminSingleDateWidget
    )
    reason = forms.ChoiceField(
        label=_("Reason for leaving"), choices=EndReason, widget=UnfoldAdminSelectWidget
    )


class OrganisationActions:
    actions = ["change_audience", "show_in_directory", "hide_from_directory"]

    @admin.action(description=_("Choose who may read a field"), permissions=["change"])
    def change_audience(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Choose who may read a field"),
            lead=_("The directory will show this field of these organisations to whom you choose."),
            form=AudienceChangeForm,
            fields=["visibility"],
            perform=lambda keys, data: set_audience(
                keys, DirectoryField(data["field"]), Audience(data["audience"])
            ),
        )

    @admin.action(description=_("Show in the directory"), permissions=["change"])
    def show_in_directory(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Show in the directory"),
            lead=_("Those that are members will be listed in the public directory."),
            fields=["is_listed"],
            perform=lambda keys, data: set_listed(keys, listed=True),
        )

    @admin.action(description=_("Hide from the directory"), permissions=["change"])
    def hide_from_directory(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Hide from the directory"),
            lead=_("The public directory will not list them, nor answer at their addresses."),
            fields=["is_listed"],
            perform=lambda keys, data: set_listed(keys, listed=False),
        )


class MembershipActions:
    actions = ["end"]

    @admin.action(description=_("End the memberships"), permissions=["change"])
    def end(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("End the memberships"),
            lead=_("These organisations stop being members after the day you choose. Their history stays."),
            form=EndForm,
            fields=["period", "end_reason"],
            perform=lambda keys, data: end_memberships(keys, data["last_day"], EndReason(data["reason"])),
        )
