import pytest
from django.urls import reverse
from django.utils import translation

from privacy.models import Event
from surveys.answering.cells import Change
from surveys.authoring.moving.actions import move_edition
from surveys.fielding.actions import close_campaign
from surveys.results.counts.tables import count_answers
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.surveys.results.statistical.conftest import (
    DEEP,
    KINDS,
    ask,
    campaign,  # noqa: F401 - a fixture
    choices,
    definition_of,
    published,
    row_keys,
    sent,
    wish,
)
from tests.surveys.results.statistical.test_spss import everything


def tables_of(counted, label):
    return [(list(table.columns), [list(row) for row in table.rows]) for table in counted[label].tables]


@pytest.fixture
def counted(campaign):  # noqa: F811
    """Three companies: one answers everything, one half, one says that it does not know."""
    first = row_keys(2)
    sent(campaign, *everything(first), rows=first)
    second = row_keys(1)
    half = [
        Change("one", "yes"),
        Change("order", ["a", "c"]),
        Change("people", 10),
        *wish(second[0], "Una", 5),
    ]
    sent(campaign, *half, Change("since", "2001-02-03"), rows=second)
    sent(campaign, *(Change(variable, None, status="not_known") for variable in ("one", "people")))
    with translation.override("en"):
        return {question.label: question for question in count_answers(campaign, "en")}


def test_every_question_is_counted_in_the_order_asked(counted):
    assert len(counted) == len(KINDS)
    assert list(counted)[0].startswith("About one")
    assert all(question.tables for question in counted.values())


def test_table_of_figures_and_choices_keeps_its_rows_and_columns(counted):
    sums, answers, ticks = tables_of(counted, "About grid")

    assert sums == (["Sum", "now", "1"], [["dev", "4", "0"], [DEEP, "0", "5"]])
    assert answers == (["Answers", "now", "1"], [["dev", "1", "0"], [DEEP, "0", "1"]])
    assert ticks == (["2", "x", "y", "Answers"], [["dev", "0", "0", "0"], [DEEP, "0", "1", "1"]])


def test_question_that_nobody_answered_has_no_table(campaign):  # noqa: F811
    sent(campaign, Change("one", "yes"))

    counted = {question.label: question for question in count_answers(campaign, "en")}

    assert [label for label, question in counted.items() if question.tables] == ["About one"]


def test_choices_are_counted_of_those_who_answered(counted):
    choice, reasons = tables_of(counted, "About one")

    assert choice == (
        ["Choice", "Companies", "Of those who answered"],
        [["yes", "1", "50 %"], ["no", "1", "50 %"], ["Answers", "2", ""]],
    )
    assert reasons[1] == [["We do not know", "1"]]


def test_order_of_preference_says_who_was_put_first(counted):
    ((heads, rows),) = tables_of(counted, "About order")

    assert heads == ["Choice", "Put first", "Companies", "Of those who answered"]
    assert rows == [
        ["a", "1", "2", "100 %"],
        ["b", "0", "0", "0 %"],
        ["c", "1", "2", "100 %"],
        ["Answers", "", "2", ""],
    ]


def test_figures_say_what_they_come_to(counted):
    figures, _reasons = tables_of(counted, "About people")

    assert figures == (
        ["Figures", "Answers", "Sum", "Mean", "Median", "Least", "Most"],
        [["Answer", "2", "17", "8.5", "8.5", "7", "10"]],
    )


def test_rows_of_lists_are_counted_together(counted):
    figures, words = tables_of(counted, "About wishes")

    assert figures[1] == [["hires", "3", "8", "2.7", "2", "1", "5"]]
    assert words == (["In words", "Answers"], [["name", "3"]])


def test_days_say_the_first_and_the_last(counted):
    ((_heads, rows),) = tables_of(counted, "About since")

    assert rows == [["Answer", "2", "31 December 1999", "3 February 2001"]]


def test_question_of_an_earlier_version_is_counted_too(campaign):  # noqa: F811
    sent(campaign, Change("one", "yes"))
    newer = published(definition_of(ask("fresh", "single", choices=choices("x"))), campaign.questionnaire)
    move_edition(campaign, newer, by=None)
    sent(campaign, Change("fresh", "x"), version=newer)

    labels = [question.label for question in count_answers(campaign, "en")]

    assert labels[:2] == ["About fresh", "About one"]


def test_count_takes_the_same_statements_for_one_company_and_for_three(
    campaign,  # noqa: F811
    django_assert_num_queries,
):
    for _round in range(2):
        sent(campaign, Change("one", "yes"))
        with django_assert_num_queries(3):
            count_answers(campaign, "es")
        sent(campaign, Change("one", "no"))


def test_page_shows_counts_once_the_edition_is_closed_and_says_who_looked(manager_client, campaign):  # noqa: F811
    sent(campaign, Change("people", 3))
    page = reverse("admin:surveys_campaign_counts", args=[campaign.pk])

    assert manager_client.get(page).context["counted"] == []
    assert not Event.objects.filter(operation="read", model="surveys.campaign").exists()
    close_campaign(campaign)
    results = manager_client.get(reverse("admin:surveys_campaign_show_results", args=[campaign.pk]))
    assert f'href="{page}"' in results.content.decode()
    shown = manager_client.get(page)

    assert len(shown.context["counted"]) == len(KINDS)
    assert 'aria-label="About people (es): Cifras"' in shown.content.decode()
    assert Event.objects.filter(operation="read", model="surveys.campaign").count() == 1


def test_counts_are_for_superusers(client, campaign):  # noqa: F811
    staff = sign_in(client, UserFactory(is_staff=True))

    assert staff.get(reverse("admin:surveys_campaign_counts", args=[campaign.pk])).status_code == 403
