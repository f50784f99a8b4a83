"""Whom the cluster writes to about a company's questionnaire, as of today."""

from django.db.models import QuerySet
from django.utils import timezone

from members.models import Person, Post
from surveys.models import Unit


def contact_posts(unit: Unit) -> QuerySet[Post]:
    posts = Post.objects.survey_contacts().current(timezone.localdate())
    return posts.filter(organisation=unit.organisation_id)


def survey_contacts(unit: Unit) -> list[Person]:
    """Return the company's contacts of today, by name."""
    people = Person.objects.filter(pk__in=contact_posts(unit).values("person"))
    return list(people.order_by("family_name", "given_name"))


def is_survey_contact(person: Person | None, unit: Unit) -> bool:
    return person is not None and contact_posts(unit).filter(person=person).exists()
