"""The public pages, each against the bare view."""

from django.urls import NoReverseMatch, reverse

from bench.measure import Bench
from bench.row import Row
from study.models import Study


def figure_home(bench: Bench) -> Row:
    return bench.page("Home page", reverse("study:home"), goal=0.05)


def figure_catalogue(bench: Bench) -> Row:
    return bench.page("Catalogue, first page", reverse("training:offer-list"), goal=0.05)


def figure_studies(bench: Bench) -> Row:
    return bench.page("List of studies", reverse("study:study-list"), goal=0.05)


def figure_study(bench: Bench) -> Row | None:
    study = Study.objects.published().first()
    return study and bench.page("A published study", study.get_absolute_url(), goal=0.02)


def figure_survey_entry(bench: Bench) -> Row | None:
    try:
        path = reverse("surveys:access")
    except NoReverseMatch:
        return None
    return bench.page("Survey, entry page", path, goal=0.05)


def figure_unchanged_home(bench: Bench) -> Row | None:
    return bench.unchanged_page("Home page, unchanged (304)", reverse("study:home"), goal=0.05)


def figure_unchanged_catalogue(bench: Bench) -> Row | None:
    path = reverse("training:offer-list")
    return bench.unchanged_page("Catalogue, unchanged (304)", path, goal=0.5)


def figure_unchanged_study(bench: Bench) -> Row | None:
    study = Study.objects.published().first()
    return study and bench.unchanged_page(
        "A published study, unchanged (304)", study.get_absolute_url(), goal=0.05
    )
