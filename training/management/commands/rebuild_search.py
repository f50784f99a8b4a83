from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.progress import Progress

from training.indexing.build import build_indexes


class Command(BaseCommand):
    help = "Build the catalogue's search indexes anew; searches go on meanwhile."

    def handle(self, *args, **options):
        with Progress() as bar:
            tasks: dict[str, int] = {}

            def show(step: str, share: float) -> None:
                task = tasks.get(step)
                if task is None:
                    task = tasks[step] = bar.add_task(step, total=1)
                bar.update(task, completed=min(1, share))

            built = build_indexes(timezone.localdate(), progress=show)
        self.stdout.write("Built." if built else "Another process is building them.")
