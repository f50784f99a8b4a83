"""The queue of changes that providers propose, each read field by field."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from training.enums import RevisionState
from training.models import OfferRevision
from training.upkeep.deciding import approve_revision, return_revision
from training.upkeep.differences import differences_of, grouped
from training.upkeep.errors import UpkeepRefused
from training.upkeep.reviewing import ReturnForm, ReviewForm
from training.upkeep.values import label_of

STATE_TONES = {
    RevisionState.PENDING: "warning",
    RevisionState.RETURNED: "danger",
    RevisionState.APPROVED: "success",
    RevisionState.WITHDRAWN: "info",
}
SHOWN = 4


@admin.register(OfferRevision)
class OfferRevisionAdmin(ModelAdmin):
    """Read and decided, never changed: what is decided stays as the history."""

    empty_help = _(
        "When a provider changes one of its offers, the change waits here until somebody looks at it."
    )
    list_display = ["show_offer", "provider", "touched", "requested_by", "requested_at", "show_state"]
    list_filter = [("state", ChoicesDropdownFilter), ("provider", RelatedDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["offer", "provider__organisation", "requested_by"]
    search_fields = [
        "offer__name_es__unaccent__icontains",
        "provider__organisation__legal_name__unaccent__icontains",
    ]
    search_help_text = _("Part of the offer's or the provider's name.")

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @display(description=_("offer"), ordering="offer__name")
    def show_offer(self, revision):
        return str(revision) if revision.offer_id else _("New: %(offer)s") % {"offer": revision}

    @display(description=_("what would change"))
    def touched(self, revision):
        labels = list(dict.fromkeys(label_of(key) for key in revision.new))
        more = len(labels) - SHOWN
        return ", ".join(labels[:SHOWN]) + (f" +{more}" if more > 0 else "")

    @display(description=_("state"), ordering="state", label=STATE_TONES)
    def show_state(self, revision):
        return revision.state, revision.get_state_display()

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None) -> HttpResponse:
        """Show a proposal beside what is public; a POST publishes it or sends it back."""
        may = self.has_change_permission if request.method == "POST" else self.has_view_permission
        if not may(request):
            raise PermissionDenied
        revision = self.get_object(request, object_id)
        if revision is None:
            raise Http404
        if request.method == "POST":
            return self.decide(request, revision)
        may_decide = revision.state == RevisionState.PENDING and self.has_change_permission(request)
        return self.show(request, revision, may_decide=may_decide)

    def review_form(self, revision: OfferRevision, data=None) -> ReviewForm:
        return ReviewForm(
            data,
            rows=differences_of(revision),
            version=revision.version,
            is_new=revision.offer_id is None,
        )

    def show(
        self, request, revision, *, may_decide: bool, form=None, back=None, status: int = 200
    ) -> HttpResponse:
        form = form or self.review_form(revision)
        groups = grouped(form.rows, revision)
        bound = {row.key: (value, take) for row, value, take in form.lines}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(revision),
            "revision": revision,
            "may_decide": may_decide,
            "form": form,
            "back": back or ReturnForm(initial={"version": revision.version}),
            "groups": [(group, [(row, *bound[row.key]) for row in group.rows]) for group in groups],
            "conflicts": sum(row.is_conflict for row in form.rows) if may_decide else 0,
            "others": OfferRevision.objects.pending()
            .filter(provider=revision.provider)
            .exclude(pk=revision.pk)
            .count(),
        }
        template = "admin/training/offerrevision/review.html"
        return TemplateResponse(request, template, context, status=status)

    def decide(self, request: HttpRequest, revision: OfferRevision) -> HttpResponse:
        form = self.review_form(revision, request.POST if "approve" in request.POST else None)
        back = ReturnForm(request.POST) if "return" in request.POST else None
        chosen = form if "approve" in request.POST else back
        if chosen is not None and chosen.is_valid():
            try:
                if chosen is form:
                    self.publish(request, revision, form)
                else:
                    return_revision(revision, by=request.user, **back.cleaned_data)
                    messages.success(request, _("Sent back; the provider gets an e-mail."))
            except ValidationError as error:
                chosen.add_error(None, error)
            except UpkeepRefused as refused:
                messages.error(request, str(refused))
                return redirect(request.path)
            else:
                return redirect(reverse("admin:training_offerrevision_changelist") + "?state__exact=pending")
        if revision.state != RevisionState.PENDING:
            messages.error(
                request, _("This proposal was decided or withdrawn meanwhile, so nothing was done.")
            )
            return redirect(request.path)
        return self.show(request, revision, may_decide=True, form=form, back=back, status=422)

    def publish(self, request, revision: OfferRevision, form: ReviewForm) -> None:
        done = approve_revision(
            revision,
            version=form.cleaned_data["version"],
            taken=form.taken,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
        text = _("“%(offer)s” is published as you decided; the provider gets an e-mail.")
        messages.success(request, text % {"offer": done})
