from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import DetailView, ListView

from study.models import Study


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "study/home.html")


class StudyList(ListView):
    model = Study


class StudyDetail(DetailView):
    model = Study
    slug_field = "campaign__edition"
    slug_url_kwarg = "edition"
