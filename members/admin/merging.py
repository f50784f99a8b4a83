"""The pages that find organisations recorded twice and make them one."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from members.enums import Audience, DirectoryField, DuplicateReason
from members.merging.actions import merge_records, undo_merge
from members.merging.duplicates import dismiss_pair, find_duplicates, recall_pair
from members.merging.errors import MergeRefused
from members.merging.planning import MergePlan, find_pair, gathered_names
from members.models import DuplicatePair, Merge, Organisation

PAIRS_PER_PAGE = 50
ROWS_NAMED = 5
NEEDED = ["members.change_organisation", "members.delete_organisation"]


class PairForm(forms.Form):
    """The two organisations of a merge, as numbers in the address."""

    kept = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    merged = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class Duplicates(UnfoldModelAdminViewMixin, TemplateView):
    title = gettext_lazy("Possible duplicates")
    permission_required = ["members.view_organisation"]
    template_name = "admin/members/merging/duplicates.html"

    def get_context_data(self, **kwargs) -> dict:
        pairs = DuplicatePair.objects.select_related("first", "second")
        dismissed = self.request.GET.get("show") == "dismissed"
        pairs = pairs.exclude(dismissed_at=None) if dismissed else pairs.open()
        reason = self.request.GET.get("reason", "")
        if reason in DuplicateReason.values:
            pairs = pairs.filter(reasons__contains=[reason])
        return super().get_context_data(
            page=Paginator(pairs, PAIRS_PER_PAGE).get_page(self.request.GET.get("page")),
            dismissed=dismissed,
            reason=reason,
            reasons=DuplicateReason.choices,
            may_merge=self.request.user.has_perms(NEEDED),
            merges=Merge.objects.filter(model="members.Organisation").defer("content")[:10],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perms(NEEDED):
            raise Http404
        if "search" in request.POST:
            found = find_duplicates()
            text = ngettext(
                "%(count)s possible duplicate found.", "%(count)s possible duplicates found.", found
            )
            messages.success(request, text % {"count": found})
        elif (key := request.POST.get("dismiss", "")).isdecimal():
            dismiss_pair(get_object_or_404(DuplicatePair, pk=key), by=request.user)
            messages.success(request, _("Noted: these two are different organisations."))
        elif (key := request.POST.get("recall", "")).isdecimal():
            recall_pair(get_object_or_404(DuplicatePair, pk=key))
            messages.success(request, _("The pair is among the possible duplicates again."))
        return redirect("admin:members_organisation_duplicates")


class MergePage(UnfoldModelAdminViewMixin, TemplateView):
    """Shows everything that a merge will do; its button does exactly that."""

    title = gettext_lazy("Merge two organisations")
    permission_required = NEEDED
    template_name = "admin/members/merging/merge.html"

    @cached_property
    def keys(self) -> tuple[int, int]:
        form = PairForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return form.cleaned_data["kept"], form.cleaned_data["merged"]

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().get(request)
        except MergeRefused as refused:
            messages.error(request, str(refused))
            return redirect("admin:members_organisation_duplicates")

    def get_context_data(self, **kwargs) -> dict:
        kept, merged = find_pair(Organisation, *self.keys)
        plan = MergePlan(kept, merged)
        return super().get_context_data(
            kept=kept,
            merged=merged,
            plan=plan,
            fields=[self.shown(choice, kept, merged) for choice in plan.choices],
            other_names=gathered_names(kept, merged),
            tables=[
                shown_table(table) for table in plan.tables if table.reference.model is not DuplicatePair
            ],
            **kwargs,
        )

    def shown(self, choice, kept, merged) -> dict:
        return {
            "name": f"field-{choice.field.name}",
            "title": choice.field.verbose_name,
            "kept": display(kept, choice.field),
            "merged": display(merged, choice.field),
            "prefers_other": choice.prefers_other,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        kept, merged = self.keys
        chosen = [
            name.removeprefix("field-")
            for name, side in request.POST.items()
            if name.startswith("field-") and side == "merged"
        ]
        try:
            record = merge_records(
                Organisation,
                kept,
                merged,
                digest=request.POST.get("digest", ""),
                from_merged=chosen,
                by=request.user,
            )
        except MergeRefused as refused:
            messages.error(request, str(refused))
            return redirect(f"{reverse('admin:members_organisation_merge')}?{request.GET.urlencode()}")
        messages.success(request, _("The two records are one now."))
        return redirect("admin:members_organisation_merged", record.pk)


class MergeRecord(UnfoldModelAdminViewMixin, TemplateView):
    """What a merge did, with the button that undoes it."""

    title = gettext_lazy("Merge")
    permission_required = NEEDED
    template_name = "admin/members/merging/merged.html"

    @cached_property
    def merge(self) -> Merge:
        return get_object_or_404(Merge, pk=self.kwargs["merge_id"], model="members.Organisation")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(merge=self.merge, rows=len(self.merge.content), **kwargs)

    def post(self, request: HttpRequest, merge_id: int) -> HttpResponse:
        try:
            undo_merge(self.merge, by=request.user)
        except MergeRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The merge is undone: both records are as they were."))
        return redirect("admin:members_organisation_merged", merge_id)


def display(record, field) -> str:
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    value = getattr(record, field.attname)
    if field.name == "visibility":
        return "; ".join(
            f"{DirectoryField(name).label}: {Audience(level).label}" for name, level in value.items()
        )
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value in (None, [], {}) else str(value)


def is_of_interest(table) -> bool:
    return table.reference.model is not DuplicatePair


def shown_table(table) -> dict:
    rows = [(table.name_of(outcome.row), outcome.kind.label) for outcome in table.outcomes]
    return {
        "title": table.title,
        "count": table.count,
        "rows": rows[:ROWS_NAMED],
        "more": max(0, len(rows) - ROWS_NAMED),
    }


class MergingPages:
    """Adds the finder of duplicates and the merge to the admin of organisations."""

    def get_urls(self) -> list:
        pages = [
            ("duplicates/", "duplicates", Duplicates),
            ("merge/", "merge", MergePage),
            ("merge/<int:merge_id>/", "merged", MergeRecord),
        ]
        own = [
            path(
                route,
                self.admin_site.admin_view(page.as_view(model_admin=self)),
                name=f"members_organisation_{name}",
            )
            for route, name, page in pages
        ]
        return own + super().get_urls()
