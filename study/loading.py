"""Running the steps of a load command one after another, with a progress bar that names each."""

from collections.abc import Callable, Sequence

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Step = tuple[str, Callable[[], object]]


def run_steps(steps: Sequence[Step], output: OutputWrapper) -> None:
    """Call the steps in order; each finished one leaves a line, also where no bar can be drawn."""
    console = Console(file=output, highlight=False)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(steps))
        for label, step in steps:
            progress.update(task, description=label)
            step()
            progress.advance(task)
            progress.console.print(f"✓ {label}")
