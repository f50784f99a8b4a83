"""The button above both lists, of questionnaires and of their versions, that begins a draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from unfold.decorators import action


class StartsDrafts:
    @action(
        description=gettext_lazy("Start a draft"),
        url_path="open-start",
        icon="edit_note",
        permissions=["add"],
    )
    def open_start(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:surveys_questionnaireversion_start")
