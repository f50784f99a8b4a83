"""A proposal as the provider and the manager hold it."""

from training.upkeep.deciding import approve_revision
from training.upkeep.values import edition_key, own_values, run_values, seal, values_of


def seals(values):
    return {key: seal(value) for key, value in values.items()}


def own(offer, **changes):
    """Return what the form would post, and the seals of what its page showed."""
    values = {key: value for key, value in own_values(offer).items() if key != "status"}
    return {"typed": values | changes, "seen": seals(values)}


def run(edition, **changes):
    values = run_values(edition)
    changed = {edition_key(edition.pk, name): value for name, value in changes.items()}
    return {"typed": values | changed, "seen": seals(values)}


def approve(revision, by, **changes):
    now = values_of(revision.offer) if revision.offer else {}
    return approve_revision(
        revision, version=revision.version, taken=revision.new | changes, seen=seals(now), by=by
    )
