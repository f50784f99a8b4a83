"""What a browser's session holds: which links it opened, and until when it may answer by them.

A grant is named by the invitation's number, or by the response's id where a manager takes it down.

A grant ends some time after the last activity, and in any case some time after it was given. That the
link was opened is remembered for longer: from there one gets back with a code, without the e-mail.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

KNOCKED = "survey_knocked"
GRANTS = "survey_grants"
MEMORY = timedelta(days=7)
# Activity is written down at most this often, so that not every save writes the session too.
STALE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Grant:
    """Until when a browser may answer by one invitation, or for one company."""

    left: int
    """Seconds without activity."""
    is_final: bool
    """Activity does not prolong it any more."""

    @property
    def warning(self) -> int:
        """How many seconds before the end the page says so."""
        return settings.SURVEY_SESSION_WARNING


def knock(session: SessionBase, pk: int, *, remember: bool = True) -> None:
    session[KNOCKED] = list(dict.fromkeys([*session.get(KNOCKED, []), pk]))
    if remember:
        session.set_expiry(MEMORY)


def knocked(session: SessionBase) -> list[int]:
    return session.get(KNOCKED, [])


def hold(session: SessionBase, pk: int | UUID) -> None:
    now = timezone.now().timestamp()
    session[GRANTS] = session.get(GRANTS, {}) | {str(pk): {"since": now, "seen": now}}


def held(session: SessionBase) -> list[int]:
    """Return the invitations by which this browser may answer now."""
    grants = session.get(GRANTS, {}).items()
    return [int(pk) for pk, times in grants if pk.isdigit() and of(times).left > 0]


def was_held(session: SessionBase, pk: int | UUID) -> bool:
    """Tell whether this browser may answer, or might until its time was over."""
    return str(pk) in session.get(GRANTS, {})


def grant_of(session: SessionBase, pk: int | UUID) -> Grant:
    times = session.get(GRANTS, {}).get(str(pk))
    return of(times) if times else Grant(0, is_final=True)


def of(times: dict[str, float]) -> Grant:
    idle = times["seen"] + settings.SURVEY_SESSION_AGE
    longest = times["since"] + settings.SURVEY_SESSION_LONGEST
    # Rounded up, so that the second in which it ends still is one.
    left = -int(timezone.now().timestamp() - min(idle, longest))
    return Grant(max(left, 0), is_final=longest <= idle)


def go_on(session: SessionBase, pk: int | UUID) -> None:
    """Note activity, if the last that was noted is some time ago or the end is near."""
    times = session.get(GRANTS, {}).get(str(pk))
    if not times or not (grant := of(times)).left:
        return
    now = timezone.now().timestamp()
    stale = min(STALE_AFTER.total_seconds(), settings.SURVEY_SESSION_AGE / 20)
    if now - times["seen"] > stale or grant.left <= grant.warning:
        session[GRANTS] = session[GRANTS] | {str(pk): times | {"seen": now}}


def let_go(session: SessionBase, pk: int | UUID) -> None:
    session[GRANTS] = {key: times for key, times in session.get(GRANTS, {}).items() if key != str(pk)}
    session[KNOCKED] = [other for other in knocked(session) if other != pk]
