from django.urls import path

from training import views

app_name = "training"
urlpatterns = [
    path("", views.OfferList.as_view(), name="offer-list"),
    path("<slug:slug>/", views.OfferDetail.as_view(), name="offer-detail"),
]
