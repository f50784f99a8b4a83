import pytest

from tests.factories.actionplan import ActionFactory
from tests.study.conftest import make_study
from tests.study.views.test_study_detail import address


@pytest.mark.django_db
def test_home_says_that_nothing_is_published_yet(client):
    make_study()

    html = client.get(address("home", language="en")).content.decode()

    assert "The first study is on its way" in html
    assert "11 of 12" not in html


def test_home_shows_the_figures_of_the_newest_study(client, snapshot):
    page = client.get(address("home", language="en"))

    assert [(p.code, p.n_of) for p in page.context["wanted"]] == [("dev-ai-2025", "11 of 12")]
    assert [stat.value for stat in page.context["stats"]] == ["12 of 14", "11 of 12", "9 of 12", "1 of 2"]
    assert "?perfil=dev-ai-2025" in page.content.decode()


def test_home_quotes_the_observation_with_place_year_and_source(client, snapshot):
    page = client.get(address("home", language="en"))

    context = page.context["context"]
    assert (context["value"], context["where"]) == ("54.8 %", "Cantabria · 2025")
    assert "A public note" in page.content.decode()


def test_home_shows_how_far_the_plan_is(client, snapshot):
    assert client.get(address("home")).context["plan"]["progress"] == 40


@pytest.mark.parametrize("actions", [1, 3])
def test_home_takes_the_same_queries(client, snapshot, study, django_assert_num_queries, actions):
    package = study.plan.nodes.get(kind="package")
    ActionFactory.create_batch(actions, plan=study.plan, parent=package)

    with django_assert_num_queries(11):
        client.get(address("home"))
