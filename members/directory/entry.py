"""What the directory says of an organisation to one audience; what that may not read is not there."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.enums import Audience, DirectoryField, IdentifierScheme, OrganisationKind, SizeBand
from members.models import Organisation

MOST_TAGS = 6


@dataclass(frozen=True)
class Fact:
    """One line of an entry; ``audience`` is named when it is not everybody."""

    label: str
    text: str
    url: str = ""
    audience: Audience = Audience.PUBLIC

    @property
    def is_restricted(self) -> bool:
        return self.audience != Audience.PUBLIC


class Entry:
    """An organisation, read through ``with_entry``, as ``audience`` may see it."""

    def __init__(self, organisation: Organisation, audience: Audience):
        self.organisation, self.audience = organisation, audience

    def may_read(self, field: DirectoryField) -> bool:
        return self.organisation.shows(field, self.audience)

    @property
    def name(self) -> str:
        return str(self.organisation)

    @property
    def description(self) -> str:
        return self.organisation.description if self.may_read(DirectoryField.DESCRIPTION) else ""

    @property
    def place(self) -> str:
        return self.organisation.municipality if self.may_read(DirectoryField.MUNICIPALITY) else ""

    @property
    def size(self) -> str:
        if self.organisation.headcount is None or not self.may_read(DirectoryField.SIZE):
            return ""
        band = SizeBand.of(self.organisation.headcount)
        return str(band.label) if band == SizeBand.NONE else _("%(band)s people") % {"band": band.label}

    @property
    def website(self) -> str:
        return self.organisation.website if self.may_read(DirectoryField.WEBSITE) else ""

    @cached_property
    def technologies(self) -> list[str]:
        if not self.may_read(DirectoryField.TECHNOLOGIES):
            return []
        return sorted(skill.label for skill in self.organisation.technologies.all())

    @property
    def first_technologies(self) -> list[str]:
        return self.technologies[:MOST_TAGS]

    @property
    def more_technologies(self) -> int:
        return max(0, len(self.technologies) - MOST_TAGS)

    @property
    def activities(self) -> list[str]:
        if not self.may_read(DirectoryField.ACTIVITIES):
            return []
        return [str(activity) for activity in self.organisation.activities.all()]

    @property
    def nif(self) -> str:
        numbers = self.organisation.identifiers.all()
        return next((each.value for each in numbers if each.scheme == IdentifierScheme.NIF), "")

    @cached_property
    def facts(self) -> list[Fact]:
        """Return the lines of the page that are known and may be read."""
        organisation, since = self.organisation, self.organisation.member_since
        legal = organisation.legal_name if organisation.legal_name != self.name else ""
        lines = [
            (DirectoryField.LEGAL_NAME, legal, ""),
            (DirectoryField.OTHER_NAMES, " · ".join(organisation.other_names), ""),
            (DirectoryField.MUNICIPALITY, self.place, ""),
            (DirectoryField.SIZE, self.size, ""),
            (DirectoryField.MEMBER_SINCE, date_format(since, "F Y") if since else "", ""),
            (DirectoryField.WEBSITE, site_of(self.website), self.website),
            (DirectoryField.EMAIL, organisation.contact_email, f"mailto:{organisation.contact_email}"),
            (DirectoryField.PHONE, organisation.contact_phone, ""),
        ]
        facts = [Fact(_("Kind"), organisation.get_kind_display())]
        facts += [self.fact(*line) for line in lines if line[1] and self.may_read(line[0])]
        if self.may_read(DirectoryField.NIF) and self.nif:
            facts.append(self.fact(DirectoryField.NIF, self.nif, ""))
        return facts

    def fact(self, field: DirectoryField, text: str, url: str) -> Fact:
        return Fact(str(field.label), text, url, self.organisation.audience_for(field))


def site_of(url: str) -> str:
    return url.split("//")[-1].removeprefix("www.").rstrip("/")


SCHEMA_TYPES = {
    OrganisationKind.UNIVERSITY: "CollegeOrUniversity",
    OrganisationKind.VOCATIONAL_CENTRE: "EducationalOrganization",
    OrganisationKind.TECHNOLOGY_CENTRE: "ResearchOrganization",
    OrganisationKind.PUBLIC_BODY: "GovernmentOrganization",
    OrganisationKind.FOUNDATION: "NGO",
}
