"""The preview shows what is written and keeps nothing."""

import pytest

from tests.factories.surveys import TINY
from tests.surveys.authoring.conftest import question
from tests.surveys.authoring.drafts.conftest import every_part, keep, typed, url

pytestmark = pytest.mark.django_db


def test_preview_shows_what_is_written_and_keeps_nothing(manager_client, draft):
    sent = typed(manager_client, draft, "question", "people", label_es="Todavía no", label_en="Not yet")
    address = url("draft_preview", draft.pk, "question", "people")

    spanish = manager_client.post(address, sent)
    english = manager_client.post(address, sent | {"preview_language": "en"})

    assert "Todavía no" in spanish.content.decode()
    assert "Not yet" in english.content.decode()
    assert spanish["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in spanish["Content-Security-Policy"]
    draft.refresh_from_db()
    assert draft.definition == TINY
    for kind, name in every_part(TINY):
        assert manager_client.get(url("draft_preview", draft.pk, kind, name)).status_code == 200


def test_figures_are_read_as_people_type_them_whatever_the_language_of_the_preview(manager_client, draft):
    sent = typed(manager_client, draft, "question", "people", label_en="Not yet", max="20.000")
    address = url("draft_preview", draft.pk, "question", "people")

    english = manager_client.post(address, sent | {"preview_language": "en"})
    keep(manager_client, draft, "question", "people", max="20.000")

    assert "Not yet" in english.content.decode()
    assert question(draft.definition, "people")["max"] == 20_000
    assert keep(manager_client, draft, "question", "people", max="muchas").status_code == 422
