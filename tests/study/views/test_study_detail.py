import pytest
from django.urls import reverse
from django.utils import translation

from tests.study.conftest import make_study


def address(name, *args, language="es"):
    with translation.override(language):
        return reverse(f"study:{name}", args=args)


def test_study_detail_shows_the_snapshot_in_the_language_of_the_address(client, snapshot):
    spanish = client.get(address("study-detail", "2025")).content.decode()
    english = client.get(address("study-detail", "2025", language="en")).content.decode()

    assert "La mayoría desarrolla software." in spanish
    assert "Most develop software." in english


@pytest.mark.django_db
def test_study_detail_of_an_unpublished_study_is_not_found(client):
    make_study()

    assert client.get(address("study-detail", "2025")).status_code == 404


@pytest.mark.django_db
def test_study_detail_of_an_unknown_edition_is_not_found(client):
    assert client.get(address("study-detail", "1999")).status_code == 404
