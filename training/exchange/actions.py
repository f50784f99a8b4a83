"""Taking a file of offers in, and doing what was shown of it: all of it or nothing."""

import hashlib
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.enums import ImportState, ImportStatus
from members.exchange.actions import dump_table, hold, load_table
from members.exchange.errors import AlreadyDone, HasErrors, ImportRefused, MovedOn
from members.exchange.planning import Note, unnoted
from members.models import User
from tera.spreadsheets.errors import SpreadsheetRefused
from tera.spreadsheets.reading import read_table
from training.enums import OfferStatus, ValueOrigin
from training.models import Edition, Offer, OfferImport, Provider
from training.provenance import apply_incoming, save_incoming
from training.upkeep.deciding import free_slug, write_skills
from training.upkeep.errors import NothingNew, UpkeepRefused
from training.upkeep.proposing import propose_change, propose_offer, tell_managers_of_file
from training.upkeep.values import SKILLS, edition_key, edition_keys, plain, seal, values_of

from .columns import keys_of
from .planning import Planner
from .plans import OfferPlan, Plan

KEPT_FOR = timedelta(hours=24)


class WrongColumns(SpreadsheetRefused):
    """The titles of the file are not those of the catalogue; the text names them."""


def receive_file(content: bytes, name: str, *, by: User, provider: Provider | None = None) -> OfferImport:
    """Read an uploaded file and keep its rows for a day; files that waited too long go at the same time.

    Raises SpreadsheetRefused, also when a title is not known.
    """
    OfferImport.objects.filter(state=ImportState.WAITING, expires_at__lte=timezone.now()).delete()
    table = read_table(content)
    try:
        keys_of(table.titles)
    except ValidationError as error:
        raise WrongColumns(" ".join(error.messages)) from None
    return OfferImport.objects.create(
        provider=provider,
        created_by=by,
        file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=dump_table(table),
        row_count=len(table.rows),
        expires_at=timezone.now() + KEPT_FOR,
    )


def plan_import(batch: OfferImport, *, lock: bool = False, note: Note = unnoted) -> Plan:
    return Planner(load_table(batch), provider=batch.provider, lock=lock).plan(note)


def confirm_import(
    batch: OfferImport, digest: str, *, by: User, checked: Note = unnoted, written: Note = unnoted
) -> OfferImport:
    """Do what the plan with this digest says; exactly once.

    A provider's file becomes proposals, which wait for the cluster. Locks the offers.
    Raises ImportRefused; then nothing has changed.
    """
    try:
        with transaction.atomic():
            return carry_out(batch, digest, by=by, checked=checked, written=written)
    except IntegrityError as error:
        # Somebody made the same offer in this very moment.
        raise MovedOn from error
    except UpkeepRefused as refused:
        raise ImportRefused(str(refused)) from refused
    except ValidationError as error:
        raise ImportRefused(" ".join(error.messages)) from error


def carry_out(batch: OfferImport, digest: str, *, by: User, checked: Note, written: Note) -> OfferImport:
    hold(batch)
    batch = OfferImport.objects.select_related("provider__organisation").get(pk=batch.pk)
    if batch.state == ImportState.APPLIED:
        raise AlreadyDone(batch)
    plan = plan_import(batch, lock=True, note=checked)
    if plan.digest != digest:
        raise MovedOn
    if plan.has_errors:
        raise HasErrors
    changing = [each for each in plan.offers if each.has_changes]
    for done, each in enumerate(changing, start=1):
        if batch.provider:
            propose_plan(each, batch, by=by)
        else:
            write_plan(each, batch, by=by)
        written(done, len(changing))
    if batch.provider and changing:
        tell_managers_of_file(batch.provider, batch.file_name, len(changing), by=by)
    batch.settle(plan.counts)
    return batch


def write_plan(plan: OfferPlan, batch: OfferImport, *, by: User) -> None:
    """Write one offer into the catalogue; a new one is a draft until somebody publishes it."""
    offer = plan.offer or Offer(
        slug=free_slug(plan.values["name_es"]),
        provider=plan.provider,
        status=OfferStatus.DRAFT,
        is_demo=plan.provider.organisation.is_demo,
    )
    write_values(offer, plan.values, batch, by=by)
    if plan.skills is not None:
        write_skills(offer, plan.skills)
    for run in plan.runs:
        write_values(run.edition or Edition(offer=offer), run.values, batch, by=by)


def write_values(target: Offer | Edition, values: dict, batch: OfferImport, *, by: User) -> None:
    incoming = apply_incoming(target, values, ValueOrigin.IMPORT)
    save_incoming(incoming, by=by, detail=batch.file_name, is_checked=True)


def propose_plan(plan: OfferPlan, batch: OfferImport, *, by: User) -> None:
    """Turn what would happen to one offer into a proposal of its provider."""
    typed = {name: plain(value) for name, value in plan.values.items()}
    typed.pop("source_url", None)
    typed.pop("source_note", None)
    if plan.skills is not None:
        typed[SKILLS] = plan.skills
    note = _("From the file %(file)s") % {"file": batch.file_name}
    pending = plan.offer.revisions.pending().first() if plan.offer else None
    number = next_number(pending.new if pending else {})
    for run in plan.runs:
        key = run.edition.pk if run.edition else f"new{number}"
        number += run.edition is None
        typed |= {edition_key(key, name): plain(value) for name, value in run.values.items()}
    if plan.offer is None:
        propose_offer(batch.provider, typed=typed, by=by, note=note, quiet=True)
        return
    now = values_of(plan.offer)
    try:
        propose_change(
            plan.offer,
            typed=typed,
            seen={key: seal(now.get(key, "")) for key in typed},
            version=pending.version if pending else None,
            note=note,
            by=by,
            quiet=True,
        )
    except NothingNew:
        return


def next_number(values: dict) -> int:
    taken = [int(key[3:]) for key in edition_keys(values) if key.startswith("new")]
    return max(taken, default=0) + 1


def summary_of(batch: OfferImport) -> str:
    """Say in one sentence what a file that was carried out did."""
    done = batch.counts.get(ImportStatus.NEW, 0) + batch.counts.get(ImportStatus.CHANGED, 0)
    return ngettext("%(count)s row was taken in.", "%(count)s rows were taken in.", done) % {"count": done}
