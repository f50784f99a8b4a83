import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def step(console: Console, label: str) -> Iterator[Callable[[str], None]]:
    """Show a spinner while a step runs, then a line with its outcome and seconds."""
    began = time.monotonic()
    notes: list[str] = []
    with console.status(f"{label}…"):
        yield notes.append
    seconds = time.monotonic() - began
    console.print(f"[green]✓[/] {' '.join([label, *notes])} [dim]{seconds:.1f} s[/]", highlight=False)
