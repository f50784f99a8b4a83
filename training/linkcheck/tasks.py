"""What the background worker does for the links."""

from django_tasks import task

from .checking import check, check_all


@task()
def check_links() -> str:
    return check_all()


@task()
def check_these(urls: list[str]) -> str:
    return check(urls)
