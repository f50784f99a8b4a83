from django.utils.translation import gettext_lazy as _

from jobs.registry import every

from .fielding.schedule import run_clock


@every(1, _("Survey: scheduled messages, the close, and what waits to be sent"))
def keep_editions_going() -> str:
    done = run_clock()
    told = [f"{wave}: {number} queued" for wave, number in done.queued.items()]
    told += [f"{edition} closed" for edition in done.closed]
    told += [f"{number} {state}" for state, number in done.sent.items()]
    return ", ".join(told)
