"""The pages on which a provider keeps its offers, and their forms as a browser sends them."""

from django.urls import reverse

from training.upkeep.proposing import propose_change
from training.upkeep.values import own_values, seal


def url(name, *args):
    return reverse(f"provider:{name}", args=["academia", *args])


def fields(response) -> dict:
    """Return what the form of a page would post as it stands."""
    form = response.context["form"]
    return {bound.html_name: value for bound in form if (value := bound.value()) not in (None, "")}


def edit(client, address, **changes):
    data = fields(client.get(address)) | changes
    return client.post(address, {key: value for key, value in data.items() if value is not None})


def change(offer, owner, **changes):
    values = {key: value for key, value in own_values(offer).items() if key != "status"}
    seen = {key: seal(value) for key, value in values.items()}
    return propose_change(offer, typed=values | changes, seen=seen, by=owner)
