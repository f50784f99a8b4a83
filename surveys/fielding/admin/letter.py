"""The words of the e-mails: edited here, tried out with a real company, sent to oneself first."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.views import UnfoldModelAdminViewMixin

from surveys.fielding.letters import PLACEHOLDERS, names_for, problems_in, shipped_words
from surveys.fielding.sample import sample_mail, sample_units
from surveys.models import Letter, Unit

LANGUAGES = dict(settings.LANGUAGES)


class LetterForm(forms.ModelForm):
    """The words in force; putting the shipped ones back keeps none of one's own."""

    class Meta:
        model = Letter
        fields = ["subject_es", "subject_en", "body_es", "body_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            shipped = shipped_words()[self.instance.wave][language]
            for part in ("subject", "body"):
                name = f"{part}_{language}"
                if name in self.fields:
                    self.fields[name].required = False
                    self.initial[name] = getattr(self.instance, name) or getattr(shipped, part)

    def clean(self) -> dict:
        for language in LANGUAGES:
            shipped = shipped_words()[self.instance.wave][language]
            for part in ("subject", "body"):
                self.clean_part(f"{part}_{language}", part, getattr(shipped, part))
        return self.cleaned_data

    def clean_part(self, name: str, part: str, shipped: str) -> None:
        text = (self.cleaned_data.get(name) or "").replace("\r\n", "\n").strip()
        for problem in problems_in(text, self.instance.wave, needs_link=part == "body" and bool(text)):
            self.add_error(name, problem)
        self.cleaned_data[name] = "" if text == shipped else text


class Preview(UnfoldModelAdminViewMixin, TemplateView):
    """Show a message as one company would get it, and send it to whoever asks, to nobody else."""

    title = gettext_lazy("Preview of a message")
    permission_required = "surveys.view_letter"
    template_name = "admin/surveys/letter/preview.html"

    @cached_property
    def letter(self) -> Letter:
        return get_object_or_404(Letter, pk=self.kwargs["object_id"])

    @cached_property
    def unit(self) -> Unit | None:
        chosen = self.request.GET.get("unit") or self.request.POST.get("unit") or ""
        units = sample_units()
        return (units.filter(pk=chosen).first() if chosen.isdecimal() else None) or units.first()

    def get_context_data(self, **kwargs) -> dict:
        mails = []
        if self.unit:
            mails = [
                (code, label, sample_mail(self.letter.wave, self.unit, code))
                for code, label in LANGUAGES.items()
            ]
        return super().get_context_data(
            letter=self.letter,
            unit=self.unit,
            units=sample_units()[:200],
            mails=mails,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if self.unit is None:
            messages.error(request, _("There is no edition yet to take an example from."))
        else:
            mail = sample_mail(self.letter.wave, self.unit, translation.get_language()[:2])
            self.send(mail)
        unit = f"?unit={self.unit.pk}" if self.unit else ""
        return redirect(reverse("admin:surveys_letter_preview", args=[self.letter.pk]) + unit)

    def send(self, mail: EmailMultiAlternatives) -> None:
        mail.to = [self.request.user.email]
        try:
            mail.send()
        except OSError as error:
            messages.error(self.request, _("It could not be sent: %(error)s") % {"error": error})
        else:
            messages.success(
                self.request, _("Sent to %(email)s, and to nobody else.") % {"email": mail.to[0]}
            )


@admin.register(Letter)
class LetterAdmin(ModelAdmin, TranslationAdmin):
    """One row for each message; whose words are sent shows at a glance."""

    form = LetterForm
    empty_help = gettext_lazy("The texts of the messages that companies receive appear here.")
    list_display = ["__str__", "whose", "subject_now"]
    list_display_links = ["__str__"]
    actions = None
    actions_detail = ["open_preview"]
    change_form_before_template = "admin/surveys/letter/placeholders.html"

    def get_urls(self):
        preview = self.admin_site.admin_view(Preview.as_view(model_admin=self))
        return [
            path("<int:object_id>/preview/", preview, name="surveys_letter_preview"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        letter = self.get_object(request, object_id) if object_id else None
        names = names_for(letter.wave) if letter else []
        places = [
            (f"{{{{ {PLACEHOLDERS[name][0]} }}}}", f"{{{{ {name} }}}}", PLACEHOLDERS[name][1])
            for name in names
        ]
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), "places": places}
        )

    @display(description=gettext_lazy("words"), label={"own": "info", "shipped": "default"})
    def whose(self, letter: Letter):
        own = letter.subject_es or letter.subject_en or letter.body_es or letter.body_en
        return ("own", _("your own")) if own else ("shipped", _("as shipped"))

    @display(description=gettext_lazy("subject"))
    def subject_now(self, letter: Letter) -> str:
        language = translation.get_language()[:2]
        own = getattr(letter, f"subject_{language}")
        return own or shipped_words()[letter.wave][language].subject

    @action(description=gettext_lazy("Preview and send to me"), url_path="open-preview", icon="visibility")
    def open_preview(self, request, object_id):
        return redirect("admin:surveys_letter_preview", object_id)
