from django.urls import path, re_path

from . import service, views

app_name = "api"
urlpatterns = [
    path("docs", views.docs, name="docs"),
    path("openapi.json", views.document, name="document"),
    path("v1/", service.api.urls),
    # A path of Django's has no line break in it, but what a program asks for may.
    re_path(r"(?P<rest>[\s\S]+)", service.no_such_address, name="nothing"),
]
