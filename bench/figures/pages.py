"""The public pages, each against the bare view."""

from collections.abc import Iterator

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


def figure_plan(bench: Bench) -> Row:
    return bench.page("Plan", reverse("actionplan:plan"), goal=0.05)


def figure_unchanged(bench: Bench) -> Iterator[Row]:
    """The pages that know their state before they are made, for visitors who have them."""
    study = Study.objects.published().first()
    paths = {
        "Home page": reverse("study:home"),
        "Catalogue": reverse("training:offer-list"),
        "Plan": reverse("actionplan:plan"),
        "List of profiles": reverse("training:profile-list"),
        "Catalogue as Atom": reverse("training:offers-atom"),
    }
    if study:
        paths["A published study"] = study.get_absolute_url()
    for name, path in paths.items():
        if row := bench.unchanged_page(f"{name}, unchanged (304)", path, goal=0.5):
            yield row
