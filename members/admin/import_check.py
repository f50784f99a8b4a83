"""The page of the panel between a file and what it is brought into: the register or the catalogue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh

from members.exchange.errors import AlreadyDone, Expired, ImportRefused
from members.exchange.reading import check_context, progress_context
from members.exchange.worker import Importer, ask_again, ask_to_confirm
from members.models import ImportedFile


class ImportCheck:
    """What a file would do, row by row, or how far the worker is with it; the press does all of it.

    The view that uses it has the file as ``batch``; ``start`` names the page where one is chosen.
    """

    importer: Importer
    start: str
    working_template_name = "admin/members/exchange/working.html"

    def get(self, request: HttpRequest, batch_id) -> HttpResponse:
        if self.batch.is_being_worked_on:
            return self.working(request)
        if request.htmx:
            return HttpResponseClientRefresh()
        try:
            context = check_context(self.batch, self.importer.plan, request.GET)
        except Expired as expired:
            messages.error(request, str(expired))
            return redirect(self.start)
        return self.render_to_response(self.get_context_data(**context))

    def working(self, request: HttpRequest) -> HttpResponse:
        context = progress_context(self.batch) | {"address": request.path, "button": "register__button"}
        if request.htmx:
            return TemplateResponse(request, "members/exchange/_progress.html", context)
        context |= {"start": reverse(self.start)}
        return TemplateResponse(request, self.working_template_name, self.get_context_data(**context))

    def post(self, request: HttpRequest, batch_id) -> HttpResponse:
        try:
            done = self.act(request)
        except AlreadyDone as before:
            messages.info(request, str(before))
        except ImportRefused as refused:
            messages.error(request, str(refused))
        else:
            if done:
                messages.success(request, self.summary_of(done))
        return redirect(request.path)

    def act(self, request: HttpRequest) -> ImportedFile | None:
        if "again" in request.POST:
            return ask_again(self.importer, self.batch, by=request.user)
        return ask_to_confirm(self.importer, self.batch, request.POST.get("digest", ""), by=request.user)

    def summary_of(self, done: ImportedFile) -> str:
        raise NotImplementedError
