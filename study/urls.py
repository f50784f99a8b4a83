from django.urls import path
from django.utils.translation import gettext_lazy as _

from study import views

app_name = "study"
urlpatterns = [
    path("", views.home, name="home"),
    path(_("study/"), views.StudyList.as_view(), name="study-list"),
    path(_("study/<slug:edition>/"), views.StudyDetail.as_view(), name="study-detail"),
]
