"""What a browser without JavaScript sends to the pages, and what is stored of it."""

from uuid import uuid4

from django.urls import reverse


def url(name, response, *rest):
    return reverse(f"surveys:{name}", args=[response.pk, *rest])


def post(client, response, section, page, revision=0, **answers):
    address = url("page", response, section, page)
    return client.post(address, {"revision": revision, "request_id": uuid4(), **answers})


def stored(response):
    return {row.variable.code: row.value for row in response.answers.select_related("variable")}
