"""The pages that bring the register in from a spreadsheet and take it out again."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from members.enums import ImportState
from members.exchange.actions import load_table, receive_file
from members.exchange.columns import COLUMNS
from members.exchange.errors import Expired
from members.exchange.exporting import export_organisations
from members.exchange.taking import take_columns
from members.exchange.tasks import REGISTER
from members.models import ImportBatch
from tera.spreadsheets.errors import SpreadsheetRefused
from tera.spreadsheets.limits import MAX_ROWS, MAX_UPLOAD
from tera.spreadsheets.writing import CSV, XLSX

from .import_check import ImportCheck

SAMPLES = 3
TYPES = {"xlsx": XLSX, "csv": CSV}
NEEDED = [f"members.{verb}_{model}" for model in ("organisation", "membership") for verb in ("add", "change")]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ".xlsx,.csv", "class": "register__file"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class ImportPage(UnfoldModelAdminViewMixin, TemplateView):
    permission_required = NEEDED

    @cached_property
    def batch(self) -> ImportBatch:
        return get_object_or_404(ImportBatch, pk=self.kwargs["batch_id"])

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Expired as expired:
            messages.error(request, str(expired))
            return redirect("admin:members_organisation_import")


class Upload(ImportPage):
    title = gettext_lazy("Import organisations")
    template_name = "admin/members/exchange/upload.html"
    form: UploadForm | None = None

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            form=self.form or UploadForm(),
            columns=[column.title for column in COLUMNS],
            limit=MAX_UPLOAD // 1_000_000,
            most_rows=MAX_ROWS,
            recent=ImportBatch.objects.filter(state=ImportState.APPLIED).defer("content", "report")[:5],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        self.form = UploadForm(request.POST, request.FILES)
        if self.form.is_valid():
            file = self.form.cleaned_data["file"]
            try:
                # One byte too many is enough to refuse it.
                batch = receive_file(file.read(MAX_UPLOAD + 1), file.name, by=request.user)
            except SpreadsheetRefused as refused:
                self.form.add_error("file", str(refused))
            else:
                return redirect("admin:members_organisation_import_columns", batch.pk)
        return self.render_to_response(self.get_context_data())


class Columns(ImportPage):
    title = gettext_lazy("Import organisations: columns")
    template_name = "admin/members/exchange/columns.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.batch.work and not self.batch.is_lost(timezone.now()):
            return redirect("admin:members_organisation_import_check", self.batch.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        table = load_table(self.batch)
        places = [
            {
                "name": f"column-{place}",
                "title": title or _("(no title)"),
                "chosen": self.batch.columns[place],
                "samples": [row.cells[place] for row in table.rows if row.cells[place].strip()][:SAMPLES],
            }
            for place, title in enumerate(table.titles)
        ]
        return super().get_context_data(
            batch=self.batch, table=table, places=places, columns=COLUMNS, **kwargs
        )

    def post(self, request: HttpRequest, batch_id) -> HttpResponse:
        known = {column.key for column in COLUMNS}
        chosen = [request.POST.get(f"column-{place}", "") for place in range(len(self.batch.columns))]
        chosen = [key if key in known else "" for key in chosen]
        if problem := self.problem(chosen):
            messages.error(request, problem)
            self.batch.columns = chosen
            return self.get(request)
        try:
            take_columns(self.batch, chosen, by=request.user)
        except Expired as expired:
            messages.error(request, str(expired))
            return redirect("admin:members_organisation_import")
        return redirect("admin:members_organisation_import_check", self.batch.pk)

    def problem(self, chosen: list[str]) -> str:
        used = [key for key in chosen if key]
        twice = [column.title for column in COLUMNS if used.count(column.key) > 1]
        if twice:
            return _("Two columns of the file stand for “%(title)s”: choose one.") % {"title": twice[0]}
        if not {"legal_name", "slug", "nif", "vat", "lei", "other_identifier"} & set(used):
            return _("Say which column holds the legal name, the NIF or the address in the directory.")
        return ""


class Check(ImportCheck, ImportPage):
    title = gettext_lazy("Import organisations: check")
    template_name = "admin/members/exchange/check.html"
    importer = REGISTER
    start = "admin:members_organisation_import"

    def get(self, request: HttpRequest, batch_id) -> HttpResponse:
        if self.batch.is_being_worked_on and not self.batch.work:
            # Many rows whose columns nobody has chosen yet: there is nothing to wait for.
            return redirect("admin:members_organisation_import_columns", batch_id)
        return super().get(request, batch_id)

    def summary_of(self, done: ImportBatch) -> str:
        return _("The file has been imported.")


class ExchangePages:
    """Adds the import's pages and the export to the admin of organisations."""

    list_before_template = "admin/members/exchange/_links.html"

    def get_urls(self) -> list:
        pages = [
            ("import/", "import", Upload),
            ("import/<uuid:batch_id>/columns/", "import_columns", Columns),
            ("import/<uuid:batch_id>/", "import_check", Check),
        ]
        own = [
            path(
                route,
                self.admin_site.admin_view(page.as_view(model_admin=self)),
                name=f"members_organisation_{name}",
            )
            for route, name, page in pages
        ]
        own.append(
            path(
                "export/<str:kind>/",
                self.admin_site.admin_view(self.export),
                name="members_organisation_export",
            )
        )
        return own + super().get_urls()

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Send what the list shows, with its search and its filters, in the columns of the import."""
        if kind not in TYPES or not self.has_view_permission(request):
            raise Http404
        listed = self.get_changelist_instance(request).get_queryset(request)
        content = export_organisations(self.model.objects.filter(pk__in=listed.order_by().values("pk")), kind)
        day = timezone.localdate().isoformat()
        name = f"{_('organisations')}-{day}.{kind}"
        return HttpResponse(
            content,
            content_type=TYPES[kind],
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )

    def changelist_view(self, request, extra_context=None):
        exports = {kind: reverse("admin:members_organisation_export", args=[kind]) for kind in TYPES}
        may_import = request.user.has_perms(NEEDED)
        return super().changelist_view(
            request, (extra_context or {}) | {"exports": exports, "may_import": may_import}
        )
