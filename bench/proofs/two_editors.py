"""``python -m bench.proofs.two_editors``: two people edit random cells of one page, step by step.

Proof 3, 10,000 steps: a state machine drives the saving of pages and a plain model beside it. What
is stored must be what the model holds; a save that would overwrite what its sender never saw must
be refused whole, and the refusal must name exactly the cells concerned, with both values.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from rich.console import Console
from rich.progress import Progress

from bench.proofs import ground

STEPS = 10_000
STEPS_OF_ONE = 50
CELLS = tuple(f"bench-{place}" for place in range(1, 6))
EDITORS = ("Ada", "Bea")
figures = st.integers(0, 4) | st.none()


@dataclass
class Page:
    """What one person has on the screen: the figures, and the revision they were based on."""

    revision: int
    typed: dict[str, int | None]


@dataclass
class Model:
    """The page's cells as they should be stored, after each revision."""

    history: list[dict[str, int | None]] = field(default_factory=lambda: [dict.fromkeys(CELLS)])

    @property
    def now(self) -> dict[str, int | None]:
        return self.history[-1]

    @property
    def revision(self) -> int:
        return len(self.history) - 1

    def save(self, page: Page) -> dict[str, tuple[int | None, int | None]]:
        """Store a page; return the cells that forbid it, each with theirs and ours."""
        seen = self.history[page.revision]
        clashes, new = {}, dict(self.now)
        for cell, mine in page.typed.items():
            was_moved = any(state[cell] != seen[cell] for state in self.history[page.revision :])
            if not was_moved:
                new[cell] = mine
            elif mine not in (self.now[cell], seen[cell]):
                clashes[cell] = (self.now[cell], mine)
        if not clashes and new != self.now:
            self.history.append(new)
        return clashes


def machine_on(new_response: Callable[[], object], on_step: Callable[[], None] = lambda: None):
    """Return a state machine whose every run edits a new response."""
    from surveys.answering.actions import save_cells  # noqa: PLC0415 - Django has to be set up first
    from surveys.answering.cells import Change  # noqa: PLC0415
    from surveys.answering.errors import Conflict  # noqa: PLC0415

    class TwoEditors(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.response, self.model = new_response(), Model()
            self.pages = {name: Page(0, dict.fromkeys(CELLS)) for name in EDITORS}

        @rule(who=st.sampled_from(EDITORS), cell=st.sampled_from(CELLS), figure=figures)
        def type_figure(self, who: str, cell: str, figure: int | None) -> None:
            on_step()
            self.pages[who].typed[cell] = figure

        @rule(who=st.sampled_from(EDITORS))
        def look_anew(self, who: str) -> None:
            on_step()
            self.pages[who] = Page(self.model.revision, dict(self.model.now))

        @rule(who=st.sampled_from(EDITORS))
        def save(self, who: str) -> None:
            on_step()
            page = self.pages[who]
            changes = [Change(cell, figure, base=page.revision) for cell, figure in page.typed.items()]
            foreseen = self.model.save(page)
            conflict = saved = None
            try:
                saved = save_cells(self.response, changes, request_id=uuid4(), actor=who)
            except Conflict as refusal:
                conflict = refusal
            clashes = conflict.clashes if conflict else ()
            told = {
                clash.key.variable: (whole(clash.theirs.value), whole(clash.ours.value)) for clash in clashes
            }
            assert told == foreseen, f"told of {told}, foreseen {foreseen}"
            assert all(clash.by != who for clash in clashes)
            assert (conflict or saved).revision == self.model.revision
            if saved:
                self.pages[who] = Page(self.model.revision, dict(self.model.now))

        @invariant()
        def what_is_stored_is_what_the_model_holds(self) -> None:
            if not hasattr(self, "response"):
                return
            rows = self.response.answers.select_related("variable")
            stored = dict.fromkeys(CELLS) | {row.variable.code: whole(row.value) for row in rows}
            assert stored == self.model.now

    return TwoEditors


def whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def run_machine(machine: type[RuleBasedStateMachine], runs: int, steps: int = STEPS_OF_ONE) -> None:
    """Run it so many times; raises ``AssertionError`` with the shortest way to what is wrong."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=STEPS)
    asked = parser.parse_args()
    console, done = Console(), 0
    ground.set_up()
    from bench.one_page import companies, one_page_edition  # noqa: PLC0415 - Django has to be set up first
    from surveys.models import Response  # noqa: PLC0415

    campaign = one_page_edition()

    def new_response() -> Response:
        ((pk, _session),) = companies(campaign, 1)
        return Response.objects.get(pk=pk)

    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Editing", total=asked.steps)

        def on_step() -> None:
            nonlocal done
            done += 1
            progress.update(bar, completed=done)

        machine = machine_on(new_response, on_step)
        while done < asked.steps:
            run_machine(machine, runs=max(1, (asked.steps - done) // STEPS_OF_ONE))
    console.print(f"{done:,} steps of two editors: every save as foreseen, no figure overwritten in silence")
    return 0


if __name__ == "__main__":
    sys.exit(main())
