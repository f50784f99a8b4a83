"""The mail provider tells that a message came back."""

import pytest

from surveys.models import Message

pytestmark = pytest.mark.django_db
BOUNCES = "/encuesta/bounced/"


def tell(client, body, token="s3cret"):  # noqa: S107 - a test's own
    return client.post(
        BOUNCES, body, content_type="application/json", headers={"authorization": f"Bearer {token}"}
    )


def test_provider_tells_that_a_message_came_back(client, sent):
    body = {"message_id": f"<survey-message-{sent.pk}@example.org>", "reason": "550 no\0 such\n \ud800user"}

    assert tell(client, body).json() == {"noted": True}
    assert tell(client, body).json() == {"noted": False}

    sent.refresh_from_db()
    assert (sent.state, sent.error) == ("bounced", "550 no such user")
    assert sent.bounced_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message_id": "<other@example.org>"},
        {"message_id": "<survey-message-999999@example.org>"},
        {"message_id": ["x"]},
        "[]",
        "not json",
        "x" * 30_000,
        "[" * 19_000,
    ],
    ids=lambda body: str(body)[:60],
)
def test_provider_is_told_what_cannot_be_read(client, sent, body):
    assert tell(client, body).status_code == 422
    assert not Message.objects.filter(state="bounced").exists()


def test_bounces_need_the_token_and_do_not_exist_without_one(client, sent, settings):
    body = {"message_id": f"<survey-message-{sent.pk}@example.org>"}

    assert tell(client, body, token="guess").status_code == 403
    assert client.get(BOUNCES).status_code == 405
    settings.SURVEY_BOUNCE_TOKEN = ""
    assert tell(client, body, token="").status_code == 404
    assert not Message.objects.filter(state="bounced").exists()
