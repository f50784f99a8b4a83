"""The last item of every page's menu."""

import pytest
from django.urls import reverse

from tests.factories.members import OrganisationUserFactory

pytestmark = pytest.mark.django_db


def test_visitor_is_shown_the_way_in(client):
    page = client.get(reverse("study:home")).content.decode()

    assert f'href="{reverse("account_request_login_code")}"' in page
    assert f'href="{reverse("account:home")}"' not in page


def test_whoever_came_in_is_shown_the_account(client):
    client.force_login(OrganisationUserFactory().user)

    page = client.get(reverse("study:home")).content.decode()

    assert f'href="{reverse("account:home")}"' in page
