from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from members.models import Organisation
from study.loading import Step, run_steps
from tests.factories.members import MembershipFactory

pytestmark = pytest.mark.django_db

OURS = ("skills", "members", "surveys", "training", "actionplan", "study")


def counts() -> dict[str, int]:
    """Count the rows of every model of ours."""
    return {
        model._meta.label: model.objects.count()
        for app in OURS
        for model in apps.get_app_config(app).get_models()
    }


def run(command: str) -> str:
    output = StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


def test_load_baseline_twice_changes_nothing():
    run("load_baseline")
    first = counts()

    run("load_baseline")

    assert counts() == first
    assert first["members.Organisation"] > 0


def test_load_baseline_names_each_step():
    lines = run("load_baseline").splitlines()

    assert [line for line in lines if line.startswith("✓")][:2] == [
        "✓ Skills, occupations and professional profiles",
        "✓ Organisations that the plan and the catalogue name",
    ]


def test_load_baseline_invents_nothing():
    run("load_baseline")

    assert not Organisation.objects.filter(is_demo=True).exists()


def test_load_demo_twice_changes_nothing():
    run("load_baseline")
    run("load_demo")
    first = counts()

    run("load_demo")

    assert counts() == first
    assert Organisation.objects.filter(is_demo=True).count() == 36


def test_load_demo_refuses_beside_real_members():
    run("load_baseline")
    MembershipFactory()

    with pytest.raises(CommandError):
        run("load_demo")

    assert not Organisation.objects.filter(is_demo=True).exists()


def test_load_demo_refuses_in_production(settings):
    settings.MODE = "production"

    with pytest.raises(CommandError, match="TERA_MODE"):
        run("load_demo")

    assert counts()["members.Organisation"] == 0


def test_run_steps_lets_a_long_step_tell_how_far_it_is():
    told = []

    def load(*, on_step):
        for done in (1, 2):
            on_step(done, 2)
            told.append(done)

    output = StringIO()
    run_steps([Step("Long", load, detailed=True), Step("Short", lambda: told.append("short"))], output)

    assert told == [1, 2, "short"]
    assert [line for line in output.getvalue().splitlines() if line.strip()] == ["✓ Long", "✓ Short"]
