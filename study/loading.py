"""Running the steps of a load command one after another, with a progress bar that names each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Step(NamedTuple):
    """One thing to load; a ``detailed`` one takes ``on_step(done, total)`` to tell how far it is."""

    label: str
    load: Callable[..., object]
    detailed: bool = False


def run_steps(steps: Sequence[Step], output: OutputWrapper) -> None:
    """Load the steps in order; each finished one leaves a line, also where no bar can be drawn."""
    console = Console(file=output, highlight=False)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        for step in steps:
            task = progress.add_task(step.label, total=1)

            def tell(done: int, total: int, *, task: int = task) -> None:
                progress.update(task, completed=done, total=total)

            step.load(**({"on_step": tell} if step.detailed else {}))
            progress.remove_task(task)
            progress.console.print(f"✓ {step.label}")
