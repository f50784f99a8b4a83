"""The mails that an action sends once it is committed, and the token in their link."""

import re

import pytest


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Run an action with what it leaves for after the commit; return the mails that came of it."""

    def run(action, *arguments, **named):
        with django_capture_on_commit_callbacks(execute=True):
            action(*arguments, **named)
        return mailoutbox

    return run


def token_in(mail) -> str:
    return re.search(r"/([\w-]{43})/", mail.body).group(1)
