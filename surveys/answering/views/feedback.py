"""A few voluntary words on the survey itself, after sending."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.answering.actions import give_feedback
from surveys.answering.sitting import Sitting, for_respondent
from surveys.enums import Difficulty
from surveys.models import Feedback


class FeedbackForm(forms.ModelForm):
    """Say at least one thing of how it was to answer."""

    difficulty = forms.ChoiceField(
        label=gettext_lazy("How was it to answer?"),
        choices=Difficulty.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Feedback
        fields = ["difficulty", "minutes", "comment"]
        widgets = {
            "minutes": forms.TextInput(attrs={"inputmode": "numeric"}),
            "comment": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "minutes": gettext_lazy("A rough figure will do."),
            "comment": gettext_lazy(
                "A question that was unclear, a figure that was hard to find… No names, please."
            ),
        }

    def clean(self) -> dict:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Say at least one of the three, or go back to the receipt."))
        return self.cleaned_data


@for_respondent
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Ask how it was to answer; only of the company itself, and only once it has sent something."""
    if not sitting.receipts or sitting.operator:
        return redirect("surveys:start", sitting.response.pk)
    said = Feedback.objects.filter(response=sitting.response).first()
    form = FeedbackForm(request.POST if request.method == "POST" else None, instance=said)
    if request.method == "POST" and form.is_valid():
        give_feedback(sitting.response, **form.cleaned_data)
        messages.success(request, _("Thank you: the cluster's team will read what you said of the survey."))
        return redirect("surveys:receipt", sitting.response.pk)
    context = {"sitting": sitting, "form": form}
    return render(request, "surveys/feedback.html", context, status=422 if form.errors else 200)
