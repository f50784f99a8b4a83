from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.transaction import atomic

from actionplan.baseline import MissingOrganisationError
from actionplan.models import Node
from members.models import Organisation
from study.actions import PublicationRefused
from study.loading import Step, run_steps
from study.models import Snapshot
from tests.factories.members import MembershipFactory, OrganisationFactory
from tests.study.test_actions import REFUSE_THE_LAST_FILE
from training.baseline import BaselineError
from training.models import SearchChange

pytestmark = pytest.mark.django_db

OURS = ("skills", "members", "surveys", "training", "actionplan", "study")


def counts() -> dict[str, int]:
    """Count the rows of every model of ours, save the marks for the search, which only grow."""
    return {
        model._meta.label: model.objects.count()
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if model is not SearchChange
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


def test_load_demo_goes_on_where_it_failed():
    run("load_baseline")
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_THE_LAST_FILE)
    with pytest.raises(CommandError, match="disk full"):
        run("load_demo")
    assert not Snapshot.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse_pdf ON study_rendering")

    run("load_demo")

    assert Snapshot.objects.get().revision == 1
    assert Node.objects.filter(node_needs__isnull=False).count() == 2


@pytest.mark.parametrize(
    "refusal",
    [
        BaselineError("The skill “x” is missing."),
        MissingOrganisationError("No organisation."),
        PublicationRefused("No."),
    ],
    ids=["offers", "plan", "study"],
)
def test_run_steps_says_what_a_loader_refuses_as_a_command_error(refusal):
    def load():
        raise refusal

    with pytest.raises(CommandError, match=str(refusal)):
        run_steps([Step("Refused", load)], StringIO())


def test_run_steps_says_in_one_line_what_a_clash_is():
    def load():
        OrganisationFactory(slug="same")
        OrganisationFactory(slug="same")

    with pytest.raises(CommandError, match="“Clash” could not be loaded.*duplicate key") as caught, atomic():
        run_steps([Step("Clash", load)], StringIO())

    assert "\n" not in str(caught.value)


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
