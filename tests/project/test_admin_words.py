"""What the panel says of any thing agrees with it in Spanish, whatever its gender."""

import re
from pathlib import Path

import django
import polib
import pytest
import unfold
from django.contrib.messages import get_messages
from django.urls import reverse

from members.models import MembershipCategory
from tera.admin_words import SENTENCES

PACKAGES = Path(django.__file__).parent, Path(unfold.__file__).parent


def test_sentences_are_still_those_of_django():
    catalogues = [path for package in PACKAGES for path in package.rglob("locale/es/LC_MESSAGES/django.po")]
    known = {entry.msgid for path in catalogues for entry in polib.pofile(str(path))}
    assert set(SENTENCES) - known == set()


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ("_save", "Se ha añadido: categoría de socio «Una»."),
        ("_continue", "Se ha añadido: categoría de socio «Una». Puede seguir editando aquí debajo."),
        ("_addanother", "Se ha añadido: categoría de socio «Una». Aquí debajo puede añadir más."),
    ],
)
def test_message_on_adding_has_no_gender(manager_client, button, says):
    answer = manager_client.post(
        reverse("admin:members_membershipcategory_add"),
        {"code": "una", "name_es": "Una", "name_en": "One", button: "1"},
    )

    assert [strip(message) for message in get_messages(answer.wsgi_request)] == [says]


def test_message_on_changing_and_deleting_has_no_gender(manager_client):
    category = MembershipCategory.objects.create(code="una", name="Una")
    address = reverse("admin:members_membershipcategory_change", args=[category.pk])

    changed = manager_client.post(address, {"code": "una", "name_es": "Otra", "name_en": "Other"})
    asked = manager_client.get(address.replace("/change/", "/delete/")).content.decode()
    deleted = manager_client.post(address.replace("/change/", "/delete/"), {"post": "yes"}, follow=True)

    assert [strip(message) for message in get_messages(changed.wsgi_request)] == [
        "Se ha guardado: categoría de socio «Otra»."
    ]
    assert "¿Seguro que quiere eliminar categoría de socio «Otra»?" in " ".join(asked.split())
    assert "Sí, eliminar" in asked
    assert "Se ha eliminado: categoría de socio «Otra»." in [
        strip(message) for message in deleted.context["messages"]
    ]


def strip(message) -> str:
    """Return a message's words, without the link around the thing's name."""
    return re.sub(r"<[^>]+>", "", str(message))
