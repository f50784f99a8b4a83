"""Running commands from the command line, each under its name in the audit trail."""

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand

# Statements of these may hold a bare "%", which the context would take for a parameter.
WITHOUT_CONTEXT = {"migrate", "dbshell"}


class Commands(ManagementUtility):
    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        if subcommand not in WITHOUT_CONTEXT:
            import pghistory  # noqa: PLC0415 - its models need the apps, which are ready by now

            # Kept, for it ends when nothing refers to it.
            self.context = pghistory.context(command=subcommand)
            self.context.__enter__()
        return command
