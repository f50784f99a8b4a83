"""Asking one address whether it is there, as lightly as can be."""

from dataclasses import dataclass

from tera.outgoing.client import Client
from tera.outgoing.errors import RequestFailed, Trouble

# What a site answers that wants no robots, or not so many: it says nothing of what people see.
SHY = {401, 403, 407, 429, 999}
UNTOLD = {Trouble.ROBOTS, Trouble.ROBOTS_UNKNOWN}
# Troubles of the way there; a second try by GET would end the same.
AWAY = {Trouble.UNKNOWN_NAME, Trouble.UNREACHABLE, Trouble.NOT_PUBLIC, Trouble.CERTIFICATE, Trouble.TOO_SLOW}


@dataclass(frozen=True)
class Outcome:
    """``is_there`` is None where the site does not say."""

    is_there: bool | None
    trouble: str = ""
    detail: str = ""


GOOD = Outcome(True)


def ask(client: Client, url: str) -> Outcome:
    """Ask by HEAD; what that does not show, by a GET for the first byte: some sites answer HEAD wrongly."""
    try:
        if client.head(url).status < 400:
            return GOOD
    except RequestFailed as failure:
        if failure.trouble in UNTOLD | AWAY:
            return outcome_of(failure)
    try:
        status = client.get(url, part=1).status
    except RequestFailed as failure:
        return outcome_of(failure)
    if status < 400:
        return GOOD
    return Outcome(None if status in SHY else False, Trouble.STATUS.value, str(status))


def outcome_of(failure: RequestFailed) -> Outcome:
    is_there = None if failure.trouble in UNTOLD else False
    return Outcome(is_there, failure.trouble.value, failure.detail[:100])
