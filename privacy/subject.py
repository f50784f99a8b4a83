"""One person as the database knows them: their record, their account, and the texts that name them."""

from dataclasses import dataclass, field

from members.models import Person, User

from .sweep import Term

SHORTEST = 5


@dataclass(frozen=True)
class Subject:
    """A person with the pseudonym that stands in their place after an erasure."""

    person: Person | None
    user: User | None
    pseudonym: str
    namesakes: int = field(default=0, compare=False)

    @property
    def addresses(self) -> list[str]:
        found = [self.person.work_email if self.person else "", self.user.email if self.user else ""]
        return list(dict.fromkeys(address.lower() for address in found if address))

    @property
    def names(self) -> list[str]:
        """Full names only: a given name alone is also somebody else's."""
        names = [self.user.name] if self.user else []
        if self.person and self.person.family_name:
            given, family = self.person.given_name, self.person.family_name
            names += [f"{given} {family}", f"{family}, {given}", f"{family} {given}"]
        return list(dict.fromkeys(name for name in names if " " in name.strip()))

    @property
    def terms(self) -> list[Term]:
        """The longest first, so that no part of one stays behind."""
        name = self.pseudonym.lower()
        terms = [
            Term(address, f"{name}{'' if number == 0 else f'-{number}'}@erased.invalid")
            for number, address in enumerate(self.addresses)
        ]
        if self.person and len(self.person.work_phone) > SHORTEST:
            terms.append(Term(self.person.work_phone, "–"))
        if not self.namesakes:
            terms += [Term(text, self.pseudonym) for text in self.names]
        return sorted(terms, key=lambda term: -len(term.text))


def subject_of(person: Person | None, user: User | None = None, *, pseudonym: str = "") -> Subject:
    user = user or (person.user if person else None)
    namesakes = 0
    if person:
        same = Person.objects.filter(
            given_name__iexact=person.given_name, family_name__iexact=person.family_name
        )
        namesakes = same.exclude(pk=person.pk).count()
    return Subject(person, user, pseudonym, namesakes)
