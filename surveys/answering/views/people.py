"""Who answers for the company, and who changed what."""

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.answering.actions import (
    accept_response,
    decline_response,
    end_share,
    offer_response,
    share_response,
)
from surveys.answering.contacts import is_survey_contact
from surveys.answering.errors import AlreadySubmitted, NotHandedOver, NotShared, SurveyClosed
from surveys.answering.history import history_page
from surveys.answering.piping import section_titles
from surveys.answering.sitting import Sitting, for_respondent, while_open

NAME = r"^[^\W\d_]+(?:(?:\. |[ '’-])[^\W\d_]+)*\.?$"


class ShareForm(forms.Form):
    # It is put into a mail to somebody who did not ask for one: a name, and no room for a message.
    name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=40,
        validators=[RegexValidator(NAME, gettext_lazy("Write the name only, in letters."))],
    )
    email = forms.EmailField(label=gettext_lazy("Work e-mail"))
    section = forms.ChoiceField(label=gettext_lazy("What for"), required=False)
    hands_over = forms.BooleanField(
        label=gettext_lazy("Hand the whole questionnaire over to this person"),
        help_text=gettext_lazy(
            "They become the contact whom the cluster writes to. Once they accept, your own link ends; "
            "what you saved stays."
        ),
        required=False,
    )

    def __init__(self, sitting: Sitting, data=None):
        super().__init__(data)
        sections = section_titles(sitting.definition, lambda: sitting.path)
        if not is_survey_contact(sitting.contact, sitting.unit):
            del self.fields["hands_over"]
        self.fields["section"].choices = [("", _("The whole questionnaire")), *sections]


@for_respondent
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def people(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """List who has the questionnaire, and let one more colleague in."""
    form = ShareForm(sitting, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            let_in(sitting, **form.cleaned_data)
        except (NotShared, SurveyClosed, AlreadySubmitted) as error:
            form.add_error(None, str(error))
        else:
            words = {"email": form.cleaned_data["email"]}
            messages.success(request, _("A link of its own is on its way to %(email)s.") % words)
            return redirect("surveys:people", sitting.response.pk)
    context = {"sitting": sitting, "form": form, "shares": sitting.shares}
    return render(request, "surveys/people.html", context, status=422 if form.errors else 200)


def let_in(sitting: Sitting, *, name: str, email: str, section: str, hands_over: bool = False) -> None:
    if hands_over:
        offer_response(sitting.response, name=name, email=email, by=sitting.contact)
    else:
        share_response(sitting.response, name=name, email=email, section=section, by=sitting.actor)


@for_respondent
@require_POST
@while_open
def take_over(request: HttpRequest, sitting: Sitting, share_id: int) -> HttpResponse:
    """Say yes or no to what a colleague hands over; to anybody but the one who was asked it is a 404."""
    shares = sitting.response.shares.select_related("response")
    share = get_object_or_404(shares, pk=share_id, person=sitting.contact, ended_at=None)
    accepts = request.POST.get("answer") == "yes"
    try:
        (accept_response if accepts else decline_response)(share)
    except (NotHandedOver, SurveyClosed, AlreadySubmitted) as error:
        messages.error(request, str(error))
    else:
        said = _("You are the contact for this questionnaire now.") if accepts else _("You go on helping.")
        messages.success(request, said)
    return redirect("surveys:hub", sitting.response.pk)


@for_respondent
@require_POST
@while_open
def unshare(request: HttpRequest, sitting: Sitting, share_id: int) -> HttpResponse:
    share = get_object_or_404(sitting.response.shares.select_related("response"), pk=share_id, ended_at=None)
    if sitting.contact == share.person:
        messages.error(
            request, _("You cannot take your own access away here; leave the questionnaire instead.")
        )
    else:
        end_share(share)
        messages.success(request, _("%(name)s cannot open the questionnaire any more.") % {"name": share})
    return redirect("surveys:people", sitting.response.pk)


@for_respondent
@require_safe
def history(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    page = history_page(sitting, request.GET.get("pagina"))
    return render(request, "surveys/history.html", {"sitting": sitting, "page": page})
