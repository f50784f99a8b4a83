from django.urls import path

from . import service, views

app_name = "api"
urlpatterns = [
    path("docs", views.docs, name="docs"),
    path("openapi.json", views.document, name="document"),
    path("v1/", service.api.urls),
    path("<path:rest>", service.no_such_address, name="nothing"),
]
