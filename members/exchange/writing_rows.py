"""Writing a plan into the register; the caller holds the transaction and the locks."""

from collections.abc import Iterator

from django.utils.text import slugify

from members.enums import FactSource
from members.models import Activity, Identifier, Membership, Organisation, YearlyFact

from .planning import Note, Plan, RowPlan, unnoted

# So that whoever waits sees it go on.
AT_ONCE = 500


def write_rows(plan: Plan, note: Note = unnoted) -> None:
    rows = [row for row in plan.rows if row.organisation is None or row.changes]
    addresses = Addresses(rows)
    for start in range(0, len(rows), AT_ONCE):
        write_some(rows[start : start + AT_ONCE], addresses)
        note(min(start + AT_ONCE, len(rows)), len(rows))


def write_some(rows: list[RowPlan], addresses: "Addresses") -> None:
    new = [row for row in rows if row.organisation is None]
    changed = [row for row in rows if row.organisation and row.of("organisation")]
    for row in new:
        row.organisation = Organisation()
    for row in (*new, *changed):
        fill_organisation(row)
    addresses.name([row.organisation for row in new])
    Organisation.objects.bulk_create(row.organisation for row in new)
    update_organisations(changed)
    write_numbers(rows)
    write_activities(rows)
    write_memberships(rows)
    write_facts(rows)


def fill_organisation(row: RowPlan) -> None:
    for change in row.of("organisation"):
        setattr(row.organisation, change.column.field, change.after)


def update_organisations(rows: list[RowPlan]) -> None:
    fields = {change.column.field for row in rows for change in row.of("organisation")}
    if "description_es" in fields:
        # The untranslated column repeats the first language's.
        fields.add("description")
    if fields:
        Organisation.objects.bulk_update([row.organisation for row in rows], sorted(fields), batch_size=500)


class Addresses:
    """Gives new organisations an address in the directory, made from the name and not yet taken."""

    def __init__(self, rows: list[RowPlan]) -> None:
        # Those that the file gives further down are taken, too.
        given = {change.after for row in rows for change in row.changes if change.column.key == "slug"}
        self.taken = given | set(Organisation.objects.values_list("slug", flat=True))

    def name(self, organisations: list[Organisation]) -> None:
        for organisation in organisations:
            if not organisation.slug:
                base = slugify(str(organisation))[:70] or "entidad"
                organisation.slug = next(slug for slug in numbered(base) if slug not in self.taken)
                self.taken.add(organisation.slug)


def numbered(base: str) -> Iterator[str]:
    yield base
    count = 2
    while True:
        yield f"{base}-{count}"
        count += 1


def write_numbers(rows: list[RowPlan]) -> None:
    changes = [(row.organisation, change) for row in rows for change in row.of("identifiers")]
    gone = [
        identifier.pk
        for organisation, change in changes
        if change.before
        for identifier in organisation.identifiers.all()
        if identifier.scheme == change.column.field and identifier.value not in change.after
    ]
    Identifier.objects.filter(pk__in=gone).delete()
    Identifier.objects.bulk_create(
        Identifier(organisation=organisation, scheme=change.column.field, value=value)
        for organisation, change in changes
        for value in change.after
        if value not in (change.before or [])
    )


def write_activities(rows: list[RowPlan]) -> None:
    """Replace the codes of a classification by those of the cell; the first is the main one."""
    changes = [(row.organisation, change) for row in rows for change in row.of("activities")]
    gone = [
        activity.pk
        for organisation, change in changes
        if change.before
        for activity in organisation.activities.all()
        if activity.classification == change.column.field
    ]
    Activity.objects.filter(pk__in=gone).delete()
    Activity.objects.bulk_create(
        Activity(
            organisation=organisation,
            classification=change.column.field,
            code=code,
            is_principal=place == 0,
        )
        for organisation, change in changes
        for place, code in enumerate(change.after)
    )


def write_memberships(rows: list[RowPlan]) -> None:
    new = []
    for row in rows:
        if not (changes := row.of("membership")):
            continue
        membership = row.membership or Membership(organisation=row.organisation)
        membership.period = row.period
        for change in changes:
            if change.column.key not in ("member_since", "member_until"):
                setattr(membership, change.column.field, change.after)
        if row.membership:
            membership.save()
        else:
            new.append(membership)
    Membership.objects.bulk_create(new)


def write_facts(rows: list[RowPlan]) -> None:
    new = []
    for row in rows:
        if not (changes := row.of("fact")):
            continue
        fact = row.fact or YearlyFact(organisation=row.organisation, source=FactSource.IMPORT)
        for change in changes:
            setattr(fact, change.column.field, change.after)
        if row.fact:
            fact.save()
        else:
            new.append(fact)
    YearlyFact.objects.bulk_create(new)
