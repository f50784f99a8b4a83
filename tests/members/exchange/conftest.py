import pytest
from django.contrib.auth.models import Permission

from members.exchange.actions import confirm_import, plan_import, receive_file
from tests.factories.members import UserFactory


@pytest.fixture
def bring_in(manager):
    """Take a CSV all the way; return what came of it."""

    def bring(text: str):
        batch = receive_file(text.encode(), "socios.csv", by=manager)
        plan = plan_import(batch)
        return confirm_import(batch, plan.digest, by=manager)

    return bring


@pytest.fixture
def plan_of(manager):
    def plan(content):
        content = content.encode() if isinstance(content, str) else content
        return plan_import(receive_file(content, "socios.csv", by=manager))

    return plan


def errors_in(plan) -> list[tuple[int, str, str]]:
    return [(row.number, title, reason) for row in plan.rows for title, reason in row.errors]


@pytest.fixture
def give_permissions(db):
    """Make a colleague in the admin panel who may do just this."""

    def give(*names: str):
        user = UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=[n.split(".")[1] for n in names]))
        return user

    return give
