"""What became of the messages, and what they say."""

from surveys.models import Message


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("email", "state"))
