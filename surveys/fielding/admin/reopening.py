"""Opening a company's sent answers again: why, and whether to send it a new link."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from surveys.answering.actions import reopen_response
from surveys.answering.errors import NotSent, SurveyClosed
from surveys.enums import ResponseState
from surveys.fielding.chasing import send_new_link
from surveys.fielding.errors import FieldingRefused
from surveys.models import Reopening, Response

from .chasing import UnitStep


class ReopeningForm(forms.ModelForm):
    sends_link = forms.BooleanField(
        label=gettext_lazy("Send the contact a new link"),
        initial=True,
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = Reopening
        fields = ["reason"]
        labels = {"reason": gettext_lazy("What has to be corrected; the company reads it")}
        widgets = {"reason": UnfoldAdminTextareaWidget(attrs={"rows": 3})}


class ReopenAnswers(UnitStep):
    title = gettext_lazy("Open the answers again")
    button = gettext_lazy("Open again")

    @property
    def form(self) -> ReopeningForm:
        return self.__dict__.setdefault("_form", ReopeningForm(self.request.POST or None))

    @property
    def response(self) -> Response | None:
        return getattr(self.unit, "response", None)

    def lead(self) -> str:
        return _(
            "The company can change its answers and send them again, until the edition closes. What it sent "
            "stays with its receipt, and counts if nothing else is sent."
        )

    def stops(self) -> list[str]:
        stops = super().stops()
        if self.response is None or self.response.state != ResponseState.SUBMITTED:
            stops.append(str(NotSent()))
        return stops

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if self.stops() or not self.form.is_valid():
            return self.get(request, **kwargs)
        try:
            with transaction.atomic():
                reopen_response(self.response, by=request.user, reason=self.form.cleaned_data["reason"])
                if self.form.cleaned_data["sends_link"]:
                    send_new_link(self.unit, by=request.user)
        except (NotSent, SurveyClosed, FieldingRefused) as refused:
            messages.error(request, str(refused))
            return self.get(request, **kwargs)
        messages.success(request, _("The answers are open again; what was sent before stays."))
        return self.back()
