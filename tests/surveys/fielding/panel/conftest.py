"""Addresses and words of the manager's pages."""

from django.urls import reverse

from surveys.models import Campaign


def change_url(campaign: Campaign) -> str:
    return reverse("admin:surveys_campaign_change", args=[campaign.pk])


def content(response) -> str:
    assert response.status_code == 200
    return response.content.decode()
