from django.http import HttpRequest, HttpResponse
from django.urls import path

from tera.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """What Django itself costs: all the middleware, and nothing else."""
    return HttpResponse("ok")


urlpatterns = [path("bench/bare", bare), *urlpatterns]
