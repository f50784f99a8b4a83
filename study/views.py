"""The public pages; a study is read from its snapshot only, never from the live tables."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.generic import ListView

from study.models import Rendering, Snapshot
from study.pages import home_page, study_page
from study.rendering import PDF_NAME
from training.versions import validated_each_minute


@require_safe
@validated_each_minute
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "study/home.html", home_page())


@method_decorator(validated_each_minute, name="dispatch")
class StudyList(ListView):
    queryset = Snapshot.objects.current().headlines()
    template_name = "study/study_list.html"
    context_object_name = "snapshots"
    paginate_by = 20


@require_safe
@validated_each_minute
def study_detail(request: HttpRequest, edition: str) -> HttpResponse:
    snapshot = get_object_or_404(Snapshot.objects.current().of_edition(edition).select_related("study"))
    return render(request, "study/study_detail.html", study_page(snapshot))


def stored_file(edition: str, name: str) -> Rendering | None:
    """Return a file of the newest revision in the active language, without its content."""
    files = Rendering.objects.of_edition(edition).filter(name=name, language=get_language()[:2])
    return files.order_by("-snapshot__revision").defer("content", "snapshot").first()


def file_etag(request: HttpRequest, edition: str, name: str) -> str | None:
    file = stored_file(edition, name)
    return f'"{file.sha256}"' if file else None


def chart_etag(request: HttpRequest, edition: str, name: str) -> str | None:
    return file_etag(request, edition, f"{name}.svg")


def pdf_etag(request: HttpRequest, edition: str) -> str | None:
    return file_etag(request, edition, PDF_NAME)


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=chart_etag)
def study_chart(request: HttpRequest, edition: str, name: str) -> HttpResponse:
    return file_response(edition, f"{name}.svg", shown_as=f"{edition}-{name}.svg")


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=pdf_etag)
def study_pdf(request: HttpRequest, edition: str) -> HttpResponse:
    shown_as = _("digital-skills-study-%(edition)s.pdf") % {"edition": edition}
    return file_response(edition, PDF_NAME, shown_as=shown_as)


def file_response(edition: str, name: str, *, shown_as: str) -> HttpResponse:
    file = stored_file(edition, name)
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f'inline; filename="{shown_as}"'
    return response
