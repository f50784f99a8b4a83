from django.urls import path
from django.utils.translation import gettext_lazy as _

from study import views

app_name = "study"
urlpatterns = [
    path("", views.home, name="home"),
    path(_("study/"), views.StudyList.as_view(), name="study-list"),
    path(_("study/<slug:edition>.pdf"), views.study_pdf, name="study-pdf"),
    path(_("study/<slug:edition>/"), views.study_detail, name="study-detail"),
    path(_("study/<slug:edition>/<slug:name>.svg"), views.study_chart, name="rendering"),
]
