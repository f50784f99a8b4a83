"""Which tables the audit trail covers: every one of our apps', save those named here with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.postgres.search import SearchVectorField
from django.db import models

OUR_APPS = ("skills", "members", "privacy", "surveys", "training", "actionplan", "study")
EXEMPT = {
    "privacy.event": "the trail itself",
    "members.signedinsession": "follows the sessions, and holds their keys",
    "training.synonymrule": "follows the synonyms",
    "training.shippedsynonym": "follows what the application ships with",
    "training.searchchange": "a trail itself, kept until the search has caught up",
    "training.searchindex": "computed",
    "training.searchindexpart": "computed",
    "training.linkcheck": "noticed by itself every day",
    "training.bookmark": "people's own, and gone when they say so",
    "training.follower": "people's own, and gone when they say so",
    "training.savedsearch": "people's own, and gone when they say so",
    "training.news": "noticed by itself, never changes",
    "training.digest": "a log itself",
    "training.toldnews": "a log itself",
    "surveys.answer": "each save is an AnswerEvent, which never changes",
    "surveys.answerevent": "a trail itself, never changes",
    "surveys.response": "follows the answers",
    "surveys.sectionstate": "follows the answers",
    "surveys.checkflag": "follows the answers",
    "surveys.feedback": "a company's own words, which it may change, and blanked when their time is over",
    "surveys.submission": "a receipt, never changes",
    "surveys.message": "a log itself",
    "surveys.resulttable": "computed, never changes",
    "surveys.need": "computed, never changes",
    "study.snapshot": "never changes",
    "study.rendering": "computed, never changes",
    "skills.demand": "computed when a study is published",
}
UNRECORDED = {"last_login", "last_used_at", "steps_done", "steps_total"}
# "content" holds whole files: an import's rows would outlive the import in the trail.
HIDDEN = {"password", "token_hash", "content"}


@dataclass(frozen=True)
class Table:
    """A table with the trigger's arguments; a many-to-many table counts as a field of its owner."""

    name: str
    label: str
    key: str
    unrecorded: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    field: str = ""
    target: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        return (
            self.label,
            self.key,
            ",".join(self.unrecorded),
            ",".join(self.hidden),
            self.field,
            self.target,
        )


def audited_models() -> list[type[models.Model]]:
    ours = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return [
        model for model in [*ours, Group] if model._meta.label_lower not in EXEMPT and model._meta.managed
    ]


def audited_tables() -> Iterator[Table]:
    for model in audited_models():
        columns = model._meta.concrete_fields
        yield Table(
            model._meta.db_table,
            model._meta.label_lower,
            model._meta.pk.column,
            tuple(field.column for field in columns if is_unrecorded(field)),
            tuple(field.column for field in columns if is_hidden(field)),
        )
        for field in model._meta.local_many_to_many:
            through = field.remote_field.through
            if through._meta.auto_created:
                yield Table(
                    through._meta.db_table,
                    model._meta.label_lower,
                    field.m2m_column_name(),
                    field=field.name,
                    target=field.m2m_reverse_name(),
                )


def is_unrecorded(field: models.Field) -> bool:
    return field.name in UNRECORDED or field.generated or isinstance(field, SearchVectorField)


def is_hidden(field: models.Field) -> bool:
    """Say whether a change is recorded without its values: secrets, and files."""
    return field.name in HIDDEN or isinstance(field, models.BinaryField)
