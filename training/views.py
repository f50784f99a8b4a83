from django.views.generic import DetailView, ListView

from training.models import Offer


class OfferList(ListView):
    model = Offer


class OfferDetail(DetailView):
    model = Offer
