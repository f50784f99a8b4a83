"""The register with 50,000 organisations: the manager's list and search, and the public directory."""

from functools import cache

from django.urls import reverse

from bench import register
from bench.client import Target
from bench.measure import Bench
from bench.row import Row

# As for the other pages: a large register is no excuse.
GOAL = 0.05


@cache
def manager_of_a_large_register() -> dict[str, str]:
    """Fill the register once, before the first of these figures; return the header of who may see it."""
    register.fill()
    return register.manager_cookie()


def admin_page(bench: Bench, name: str, query: str, goal: float) -> Row:
    headers = manager_of_a_large_register()
    path = reverse("admin:members_organisation_changelist") + query
    return bench.against_bare(name, Target(bench.port, path, headers=headers), goal)


def directory_page(bench: Bench, name: str, query: str, goal: float) -> Row:
    manager_of_a_large_register()
    return bench.page(name, reverse("members:organisation-list") + query, goal=goal)


def figure_register(bench: Bench) -> Row:
    return admin_page(bench, "Register of 50,000, list", "", goal=GOAL)


def figure_register_search(bench: Bench) -> Row:
    return admin_page(bench, "Register of 50,000, search", "?q=nube+4242", goal=GOAL)


def figure_directory(bench: Bench) -> Row:
    return directory_page(bench, "Directory of 5,000, first page", "", goal=GOAL)


def figure_directory_search(bench: Bench) -> Row:
    return directory_page(bench, "Directory of 5,000, search", "?q=nube+42", goal=GOAL)
