"""Running the steps of a load command one after another, with a progress bar that names each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from actionplan.baseline import MissingOrganisationError
from members.demo import RealMembersPresentError
from study.actions import PublicationRefused
from surveys.fielding.errors import FieldingRefused
from surveys.instrument.actions import DefinitionRefused
from surveys.results.freeze import ResultsRefused
from training.baseline import BaselineError

# What a loader may refuse with; the text is meant for whoever runs the command.
REFUSALS = (
    BaselineError,
    DefinitionRefused,
    FieldingRefused,
    MissingOrganisationError,
    PublicationRefused,
    RealMembersPresentError,
    ResultsRefused,
)
# What rows that are there already may clash with; each step writes all of its rows or none.
CLASHES = (DatabaseError, ObjectDoesNotExist, ValidationError)


class Step(NamedTuple):
    """One thing to load; a ``detailed`` one takes ``on_step(done, total)`` to tell how far it is."""

    label: str
    load: Callable[..., object]
    detailed: bool = False


def run_steps(steps: Sequence[Step], output: OutputWrapper) -> None:
    """Load the steps in order; each finished one leaves a line, also where no bar can be drawn.

    Raises CommandError when a step cannot be done; finished steps stay, and running again goes on from there.
    """
    console = Console(file=output, highlight=False)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        for step in steps:
            task = progress.add_task(step.label, total=1)

            def tell(done: int, total: int, *, task: int = task) -> None:
                progress.update(task, completed=done, total=total)

            load(step, {"on_step": tell} if step.detailed else {})
            progress.remove_task(task)
            progress.console.print(f"✓ {step.label}")


def load(step: Step, options: dict[str, object]) -> None:
    try:
        step.load(**options)
    except REFUSALS as refusal:
        raise CommandError(str(refusal)) from refusal
    except CLASHES as clash:
        reason = str(clash).strip().partition("\n")[0]
        raise CommandError(
            f"“{step.label}” could not be loaded, and nothing of it was written: {reason}"
        ) from clash
