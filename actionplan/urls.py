from django.urls import path

from actionplan import views

app_name = "actionplan"
urlpatterns = [
    path("", views.PlanOverview.as_view(), name="plan"),
    path("<slug:code>/", views.NodeDetail.as_view(), name="node-detail"),
]
