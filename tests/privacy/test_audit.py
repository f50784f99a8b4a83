import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import ImportBatch, Organisation, User
from privacy.audited import EXEMPT, OUR_APPS, audited_tables
from privacy.contexts import shown_path
from privacy.models import Event
from tera.commands import Commands
from tests.conftest import sign_in
from tests.factories.members import MembershipFactory, OrganisationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def last_event(obj) -> Event:
    return Event.objects.about(obj).first()


def test_trail_says_what_was_added():
    organisation = OrganisationFactory(legal_name="Nube Inventada S.L.")

    event = last_event(organisation)

    assert event.operation == "insert"
    assert event.before is None
    assert event.after["legal_name"] == "Nube Inventada S.L."


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "raw"])
def test_no_way_of_changing_a_row_escapes_the_trail(way):
    organisation = OrganisationFactory(municipality="Santander")
    organisation.municipality = "Torrelavega"
    match way:
        case "save":
            organisation.save()
        case "update":
            Organisation.objects.filter(pk=organisation.pk).update(municipality="Torrelavega")
        case "bulk_update":
            Organisation.objects.bulk_update([organisation], ["municipality"])
        case "raw":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE members_organisation SET municipality = 'Torrelavega'")

    event = last_event(organisation)

    assert event.operation == "update"
    assert event.before == {"municipality": "Santander"}
    assert event.after == {"municipality": "Torrelavega"}


def test_bulk_creation_and_deletion_are_recorded():
    one, other = Organisation.objects.bulk_create(
        OrganisationFactory.build_batch(2),
    )
    Organisation.objects.filter(pk__in=[one.pk, other.pk]).delete()

    assert list(Event.objects.about(one).values_list("operation", flat=True)) == ["delete", "insert"]
    assert list(Event.objects.about(other).values_list("operation", flat=True)) == ["delete", "insert"]


def test_change_that_changes_nothing_leaves_no_trace():
    organisation = OrganisationFactory()
    before = Event.objects.count()

    organisation.save()

    assert Event.objects.count() == before


def test_password_is_never_written_down():
    user = UserFactory()
    hashed = user.password
    user.set_password("another battery staple")
    user.save()

    event = last_event(user)

    assert event.before == event.after == {"password": "•••"}
    assert not Event.objects.filter(after__password=hashed).exists()


def test_permissions_given_to_a_user_are_recorded():
    user = UserFactory()
    group = Group.objects.create(name="Editors")
    user.groups.add(group)

    assert last_event(user).after == {"groups": group.pk}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE privacy_event SET path = 'elsewhere'",
        "DELETE FROM privacy_event",
        "SET LOCAL tera.may_truncate = ''; TRUNCATE privacy_event",
        "SET LOCAL tera.may_truncate = ''; TRUNCATE members_organisation CASCADE",
    ],
)
def test_trail_cannot_be_changed_or_emptied(statement):
    OrganisationFactory()
    count = Event.objects.count()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.count() == count


def test_every_model_of_ours_is_audited_or_says_why_not():
    tables = {table.name for table in audited_tables()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = 'audit_row' AND t.tgenabled = 'O'"
        )
        triggered = {name for (name,) in cursor.fetchall()}
    ours = {
        model for app in OUR_APPS for model in apps.get_app_config(app).get_models() if model._meta.managed
    }

    assert triggered == tables
    assert {m._meta.label_lower for m in ours if m._meta.db_table not in tables} == set(EXEMPT)


def test_request_tells_who_and_from_where(manager_client, manager):
    organisation = OrganisationFactory()
    url = reverse("admin:members_user_add")

    words = "siete mareas de enero"
    data = {"email": "new@example.org", "usable_password": "true", "password1": words, "password2": words}
    manager_client.post(url, data, REMOTE_ADDR="203.0.113.77")

    event = Event.objects.filter(model="members.user", operation="insert").first()
    assert event.user == manager
    assert event.path == url
    assert event.address == "203.0.113.0/24"
    assert event.context
    assert last_event(organisation).user is None


def test_keys_in_addresses_are_not_written_down():
    assert shown_path("/encuesta/e/Zk3v0b7vV2y1h6Gq3M8n0XwQp5r7sT9uA1bC2dE3fG4/") == "/encuesta/e/…/"
    assert shown_path("/admin/members/organisation/12/change/") == "/admin/members/organisation/12/change/"


def test_command_leaves_its_name():
    utility = Commands(["manage.py", "check"])
    try:
        utility.fetch_command("check")
        organisation = OrganisationFactory()
    finally:
        utility.context.__exit__(None, None, None)

    assert last_event(organisation).command == "check"


def test_history_page_shows_the_differences_in_words(manager_client):
    organisation = OrganisationFactory(kind="company")
    organisation.kind = "university"
    organisation.save()

    page = manager_client.get(reverse("admin:members_organisation_history", args=[organisation.pk]))

    html = page.content.decode()
    assert page.templates[0].name == "admin/privacy/history.html"
    assert "Empresa" in html
    assert "Universidad" in html


def test_history_page_is_closed_to_those_who_may_not_see_the_record(client):
    organisation = OrganisationFactory()
    sign_in(client, UserFactory(is_staff=True))

    page = client.get(reverse("admin:members_organisation_history", args=[organisation.pk]))

    assert page.status_code == 403


def count_queries(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_activity_takes_as_many_queries_for_three_as_for_one(manager_client):
    url = reverse("admin:privacy_event_changelist")
    MembershipFactory()
    manager_client.get(url)
    one = count_queries(manager_client, url)
    MembershipFactory()
    MembershipFactory()

    assert count_queries(manager_client, url) == one


def test_activity_is_read_only(manager_client):
    PersonFactory()
    event = Event.objects.first()

    assert manager_client.get(reverse("admin:privacy_event_change", args=[event.pk])).status_code == 200
    assert manager_client.post(reverse("admin:privacy_event_delete", args=[event.pk])).status_code == 403
    assert User.objects.exists()


def test_rows_of_an_import_do_not_outlive_it_in_the_trail():
    batch = ImportBatch.objects.create(
        file_name="people.csv", sha256="a" * 64, content=[["Ada"]], row_count=1, expires_at=timezone.now()
    )

    assert last_event(batch).after["content"] == "•••"
