"""What the demonstration prints once it is ready: where to go and as whom."""

from collections.abc import Iterator
from io import StringIO

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from rich.console import Console


def show(console: Console, address: str) -> None:
    console.print("\n[bold]TERA · demonstration with invented data[/]\n")
    for label, value in lines(address):
        # Never wrapped, so that a long link can be copied whole.
        console.print(f"  [bold]{label:<18}[/] {value}", soft_wrap=True)
    console.print("\nCtrl-C stops everything.")


def lines(address: str) -> Iterator[tuple[str, str]]:
    yield "Site", f"{address}/"
    yield "Manager's cockpit", f"{address}/admin/"
    yield "  sign in as", printed_by("create_demo_manager")
    if account := printed_by("create_demo_company"):
        yield "Company account", f"{address}/cuenta/entrar/"
        yield "  sign in as", account
    if account := printed_by("create_demo_provider"):
        yield "Training provider", f"{address}/cuenta/entrar/"
        yield "  sign in as", account
    if link := printed_by("survey_link"):
        link, _line, access_code = link.partition("\n")
        yield "Answer a survey", link
        if access_code:
            yield "  access code", access_code
    if pdf := study_pdf(address):
        yield "Study as PDF", pdf
    yield "Mails sent", str(settings.EMAIL_FILE_PATH)


def printed_by(command: str) -> str:
    """Return the line a command prints, or nothing when it is missing or has nothing to say."""
    if command not in get_commands():
        return ""
    output = StringIO()
    try:
        call_command(command, stdout=output)
    except CommandError as error:
        return f"({error})"
    return output.getvalue().strip()


def study_pdf(address: str) -> str:
    study = apps.get_model("study", "Study").objects.published().first()
    return f"{address}{study.get_absolute_url().rstrip('/')}.pdf" if study else ""
