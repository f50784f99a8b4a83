"""Saying that something about an offer is wrong."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.accounts.limits import within
from tera.views import too_many_requests
from training.enums import ProblemKind
from training.models import Offer, ProblemReport


class ProblemForm(forms.ModelForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong"), choices=ProblemKind, widget=forms.RadioSelect
    )

    class Meta:
        model = ProblemReport
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Take down what a visitor says is wrong; the team looks at it in the panel."""
    offers = Offer.objects.published().without_search_columns().select_related("provider__organisation")
    offer = get_object_or_404(offers, slug=slug)
    form = ProblemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not within(request, "report_problem"):
            return too_many_requests(request)
        if form.is_valid():
            form.instance.offer = offer
            form.save()
            messages.success(request, _("Thank you. The cluster's team will look at it."))
            return redirect(offer)
    context = {"offer": offer, "form": form}
    return render(request, "training/report_problem.html", context, status=422 if form.errors else 200)
