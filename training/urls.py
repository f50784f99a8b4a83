from django.urls import path

from training import views

app_name = "training"
urlpatterns = [
    path("", views.offer_list, name="offer-list"),
    path("<slug:slug>/", views.offer_detail, name="offer-detail"),
]
