"""The panel's pages that bring offers in from a spreadsheet and take them out again."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from members.admin.import_check import ImportCheck
from members.enums import ImportState
from tera.spreadsheets.errors import SpreadsheetRefused
from tera.spreadsheets.limits import MAX_ROWS, MAX_UPLOAD
from tera.spreadsheets.writing import CSV, XLSX
from training.exchange.actions import summary_of
from training.exchange.columns import COLUMNS
from training.exchange.forms import FileForm
from training.exchange.records import export_offers
from training.exchange.taking import take_file
from training.exchange.tasks import OFFERS
from training.models import OfferImport

TYPES = {"xlsx": XLSX, "csv": CSV}
NEEDED = [f"training.{verb}_{model}" for model in ("offer", "edition") for verb in ("add", "change")]


class ImportPage(UnfoldModelAdminViewMixin, TemplateView):
    permission_required = NEEDED
    title = gettext_lazy("Import offers")

    @cached_property
    def batch(self) -> OfferImport:
        return get_object_or_404(OfferImport, pk=self.kwargs["batch_id"], provider=None)


class Upload(ImportPage):
    template_name = "admin/training/exchange/upload.html"
    form: forms.Form | None = None

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            form=self.form or FileForm(),
            columns=[column.title() for column in COLUMNS],
            limit=MAX_UPLOAD // 1_000_000,
            most_rows=MAX_ROWS,
            recent=OfferImport.objects.filter(state=ImportState.APPLIED, provider=None).defer(
                "content", "report"
            )[:5],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        self.form = FileForm(request.POST, request.FILES)
        if self.form.is_valid():
            file = self.form.cleaned_data["file"]
            try:
                # One byte too many is enough to refuse it.
                batch = take_file(file.read(MAX_UPLOAD + 1), file.name, by=request.user)
            except SpreadsheetRefused as refused:
                self.form.add_error("file", str(refused))
            else:
                return redirect("admin:training_offer_import_check", batch.pk)
        return self.render_to_response(self.get_context_data(), status=422)


class Check(ImportCheck, ImportPage):
    template_name = "admin/training/exchange/check.html"
    importer = OFFERS
    start = "admin:training_offer_import"

    def summary_of(self, done: OfferImport) -> str:
        return summary_of(done)


class OfferExchange:
    """Adds the import's pages and the export to the admin of offers."""

    list_before_template = "admin/training/exchange/_links.html"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        own = [
            path("import/", view(Upload.as_view(model_admin=self)), name="training_offer_import"),
            path(
                "import/<uuid:batch_id>/",
                view(Check.as_view(model_admin=self)),
                name="training_offer_import_check",
            ),
            path("export/<str:kind>/", view(self.export), name="training_offer_export"),
        ]
        return own + super().get_urls()

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Send what the list shows, with its search and its filters, in the columns of the import."""
        if kind not in TYPES or not self.has_view_permission(request):
            raise Http404
        listed = self.get_changelist_instance(request).get_queryset(request)
        content = export_offers(self.model.objects.filter(pk__in=listed.order_by().values("pk")), kind)
        name = f"{_('training-offers')}-{timezone.localdate().isoformat()}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(content, content_type=TYPES[kind], headers=headers)

    def changelist_view(self, request, extra_context=None):
        exports = {kind: reverse("admin:training_offer_export", args=[kind]) for kind in TYPES}
        more = {"exports": exports, "may_import": request.user.has_perms(NEEDED)}
        return super().changelist_view(request, (extra_context or {}) | more)
