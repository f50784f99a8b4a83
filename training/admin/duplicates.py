"""The page of offers that may be recorded twice, side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from training.duplicates.finding import find_duplicates
from training.duplicates.merging import MergeRefused, merge_offers, undo_merge
from training.enums import SameOffer
from training.models import Edition, Offer, OfferMerge, OfferPair
from training.upkeep.values import label_of, plain, said

PAIRS_PER_PAGE = 20
SHOWN = (
    "name_es",
    "name_en",
    "status",
    "url",
    "municipality",
    "course_mode",
    "learning_hours",
    "abstract_es",
)


def side_by_side(pair: OfferPair, starts: dict[int, list[str]]) -> dict:
    both = (pair.first, pair.second)
    facts = [(label_of(name), *(said(name, plain(getattr(offer, name))) for offer in both)) for name in SHOWN]
    return {
        "pair": pair,
        "reasons": [SameOffer(reason).label for reason in pair.reasons],
        "rows": [
            (_("provider"), *(str(offer.provider) for offer in both)),
            *facts,
            (_("editions"), *(", ".join(starts.get(offer.pk, [])) for offer in both)),
        ],
    }


class Duplicates(UnfoldModelAdminViewMixin, TemplateView):
    title = gettext_lazy("Offers that may be recorded twice")
    permission_required = ["training.view_offer"]
    template_name = "admin/training/duplicates/pairs.html"

    def get_context_data(self, **kwargs) -> dict:
        related = ("first__provider__organisation", "second__provider__organisation")
        pairs = OfferPair.objects.select_related(*related)
        dismissed = self.request.GET.get("show") == "dismissed"
        pairs = pairs.exclude(dismissed_at=None) if dismissed else pairs.open()
        page = Paginator(pairs, PAIRS_PER_PAGE).get_page(self.request.GET.get("page"))
        starts = self.starts_of(page)
        return super().get_context_data(
            page=page,
            pairs=[side_by_side(pair, starts) for pair in page],
            dismissed=dismissed,
            may_merge=self.may_merge(),
            merges=OfferMerge.objects.select_related("kept", "merged", "by")[:10],
            **kwargs,
        )

    def starts_of(self, page) -> dict[int, list[str]]:
        keys = {key for pair in page for key in (pair.first_id, pair.second_id)}
        found: dict[int, list[str]] = {}
        for key, start in Edition.objects.filter(offer__in=keys).values_list("offer", "start_date"):
            found.setdefault(key, []).append(start.isoformat() if start else _("open"))
        return found

    def may_merge(self) -> bool:
        return self.request.user.has_perms(["training.change_offer", "training.delete_offer"])

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_merge():
            raise PermissionDenied
        try:
            messages.success(request, self.done(request.POST, request.user))
        except MergeRefused as refused:
            messages.error(request, str(refused))
        return redirect("admin:training_offer_duplicates")

    def done(self, data, user) -> str:
        """Do what was pressed and say so."""
        if key := number_in(data, "dismiss"):
            pair = get_object_or_404(OfferPair, pk=key)
            OfferPair.objects.filter(pk=pair.pk).update(dismissed_at=timezone.now(), dismissed_by=user)
            return _("Noted: these are two different offers.")
        if key := number_in(data, "recall"):
            OfferPair.objects.filter(pk=key).update(dismissed_at=None, dismissed_by=None)
            return _("The pair is among the possible duplicates again.")
        if key := number_in(data, "undo"):
            undo_merge(get_object_or_404(OfferMerge, pk=key))
            return _("Undone: both offers are as they were.")
        if key := number_in(data, "merge"):
            kept = get_object_or_404(Offer, pk=number_in(data, "kept"))
            merge_offers(kept=kept, merged=get_object_or_404(Offer, pk=key), by=user)
            return _("Merged: the address of the one leads to the other.")
        found = find_duplicates()
        text = ngettext("%(count)s possible duplicate found.", "%(count)s possible duplicates found.", found)
        return text % {"count": found}


def number_in(data, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class FindsDuplicates:
    """Adds the page to the admin of offers."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(Duplicates.as_view(model_admin=self))
        return [path("duplicates/", view, name="training_offer_duplicates"), *super().get_urls()]
