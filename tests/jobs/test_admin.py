import pytest
from django.urls import reverse

from jobs.clock import run_due

pytestmark = pytest.mark.django_db


def test_list_shows_each_job_its_outcome_and_its_next_time(manager_client):
    run_due()

    page = manager_client.get(reverse("admin:jobs_run_changelist")).content.decode()

    assert "Datos personales" in page or "Personal data" in page
    assert manager_client.get(reverse("admin:jobs_run_changelist") + "?outcome=failed").status_code == 200
    assert manager_client.get(reverse("admin:jobs_run_changelist") + "?outcome=lost").status_code == 200


def test_runs_cannot_be_changed(manager_client):
    run = run_due()[0]

    url = reverse("admin:jobs_run_change", args=[run.pk])
    assert manager_client.get(url).status_code == 200
    assert manager_client.post(url, {"error": ""}).status_code == 403
