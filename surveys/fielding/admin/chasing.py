"""What the manager does for one company: pages that ask once more, and the notes."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from unfold.admin import TabularInline
from unfold.views import UnfoldModelAdminViewMixin
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from members.models import Person
from surveys.answering.actions import start_response
from surveys.answering.contacts import survey_contacts
from surveys.answering.entrance import take_up
from surveys.answering.errors import SurveyClosed
from surveys.enums import Channel
from surveys.fielding.chasing import replace_contact, send_new_link
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.links import renew_access_code
from surveys.models import AccessCode, ChasingNote, Unit


class ChasingNoteInline(TabularInline):
    """What was said, by whom, and what comes next; a note that is saved stays."""

    model = ChasingNote
    extra = 1
    fields = ["text", "next_action", "next_on", "author", "at"]
    readonly_fields = ["author", "at"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class UnitStep(UnfoldModelAdminViewMixin, TemplateView):
    """Ask before a step for one company; subclasses say what will happen and do it."""

    permission_required = "surveys.change_unit"
    template_name = "admin/surveys/unit/step.html"
    button = gettext_lazy("Go on")
    form: forms.Form | None = None

    @cached_property
    def unit(self) -> Unit:
        units = Unit.objects.select_related("campaign", "organisation")
        return get_object_or_404(units, pk=self.kwargs["object_id"])

    @cached_property
    def contacts(self) -> list[Person]:
        return survey_contacts(self.unit)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            unit=self.unit,
            button=self.button,
            lead=self.lead(),
            stops=self.stops(),
            notes=self.notes(),
            contacts=self.contacts,
            form=self.form,
            **kwargs,
        )

    def stops(self) -> list[str]:
        if not self.unit.campaign.accepts_answers():
            return [_("It is not open for answers today; look at its opening and closing dates.")]
        return []

    def notes(self) -> list[str]:
        return []

    def lead(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            return self.perform()
        except (FieldingRefused, SurveyClosed) as refused:
            messages.error(request, str(refused))
            return self.back()

    def perform(self) -> HttpResponse:
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return redirect("admin:surveys_unit_change", self.unit.pk)


class RecordAnswers(UnitStep):
    title = gettext_lazy("Record answers by phone or paper")
    permission_required = "surveys.operate_response"
    button = gettext_lazy("Open the questionnaire")

    def lead(self) -> str:
        return _(
            "The questionnaire opens as the company sees it. What you save is marked as recorded by the "
            "cluster, with your name; what the company has answered itself stays and can be changed."
        )

    def perform(self) -> HttpResponse:
        response = start_response(self.unit, channel=Channel.OPERATOR)
        take_up(self.request, response.pk)
        return redirect("surveys:start", response.pk)


class NewLink(UnitStep):
    title = gettext_lazy("Send a new link")
    button = gettext_lazy("Send now")

    def lead(self) -> str:
        return _(
            "Every link sent to this company stops working, its access code too, and each contact gets a new "
            "link by e-mail."
        )

    def stops(self) -> list[str]:
        stops = super().stops()
        if not any(person.work_email for person in self.contacts):
            stops.append(_("Nobody at this company can be written to: no contact has an e-mail address."))
        return stops

    def perform(self) -> HttpResponse:
        number = send_new_link(self.unit, by=self.request.user)
        text = ngettext(
            "%(number)s new link is on its way.", "%(number)s new links are on their way.", number
        )
        messages.success(self.request, text % {"number": number})
        return self.back()


class AccessCodeStep(UnitStep):
    """Make an access code and show it, on this page and never again."""

    title = gettext_lazy("Access code")
    button = gettext_lazy("Make a new code")

    def lead(self) -> str:
        return _(
            "Whoever types it opens the company's questionnaire and everything saved in it. Give it by phone "
            "or letter, never by e-mail beside the link. It is shown once; a new one ends the one before."
        )

    def notes(self) -> list[str]:
        code = AccessCode.objects.usable(timezone.now()).filter(invitation__unit=self.unit).first()
        if code is None:
            return [_("This company has no access code now.")]
        words = {"day": day_of(code.made_at), "name": code.made_by or "–"}
        used = code.invitation.last_used_at
        return [
            _("There is a code, made on %(day)s by %(name)s.") % words,
            _("Last used on %(day)s.") % {"day": day_of(used)}
            if used
            else _("It has not been used alone yet."),
        ]

    def perform(self) -> HttpResponse:
        code = renew_access_code(self.unit, by=self.request.user)
        page = settings.SITE_URL + reverse("surveys:access-code")
        answer = self.render_to_response(self.get_context_data(code=code, code_page=page))
        add_never_cache_headers(answer)
        return answer


def day_of(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


class ContactForm(forms.Form):
    """Somebody the register knows at this company, or somebody new."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        label=gettext_lazy("Somebody of this company"),
        empty_label=gettext_lazy("– somebody new –"),
        widget=UnfoldAdminSelectWidget,
    )
    given_name = forms.CharField(
        label=capfirst(gettext_lazy("given name")),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    family_name = forms.CharField(
        label=capfirst(gettext_lazy("family name")),
        max_length=120,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    work_email = forms.EmailField(
        label=capfirst(gettext_lazy("work e-mail")), required=False, widget=UnfoldAdminEmailInputWidget
    )
    work_phone = forms.CharField(
        label=capfirst(gettext_lazy("work phone")),
        max_length=30,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, unit: Unit, data=None):
        super().__init__(data)
        self.fields["person"].queryset = Person.objects.filter(
            posts__organisation=unit.organisation_id
        ).distinct()

    def clean(self) -> dict:
        if not self.cleaned_data.get("person"):
            for name in ("given_name", "work_email"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose somebody above, or fill this in."))
        return self.cleaned_data

    def chosen(self) -> Person:
        """Return the person chosen, or the one described, stored."""
        if person := self.cleaned_data["person"]:
            return person
        names = ("given_name", "family_name", "work_email", "work_phone")
        return Person.objects.create(**{name: self.cleaned_data[name] for name in names})


class ChangeContact(UnitStep):
    title = gettext_lazy("Another contact")
    button = gettext_lazy("Make this the contact")

    @cached_property
    def form(self) -> ContactForm:
        return ContactForm(self.unit, self.request.POST or None)

    def stops(self) -> list[str]:
        return []

    def lead(self) -> str:
        return _(
            "From today on this person is the company's contact for the survey. The links of the contact "
            "before stop working; what was saved stays. Send a new link afterwards."
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.form.is_valid():
            return self.get(request, **kwargs)
        with transaction.atomic():
            person = replace_contact(self.unit, self.form.chosen(), by=request.user)
        messages.success(request, _("%(name)s is the contact now.") % {"name": person})
        return self.back()
