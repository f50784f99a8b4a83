"""Everything in the database that points at a model, found from the models themselves."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models


def references_to(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return every foreign key to ``model``, those of many-to-many tables too.

    The history that triggers write keeps what was true when it was written, so it is not among them.
    """
    found = [
        field
        for other in apps.get_models(include_auto_created=True)
        if not is_history(other)
        for field in other._meta.local_concrete_fields
        if field.is_relation and field.remote_field.model._meta.concrete_model is model
    ]
    return sorted(found, key=label_of)


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model") or not model._meta.managed


def label_of(field: models.ForeignKey) -> str:
    return f"{field.model._meta.label}.{field.name}"


def generic_references() -> Iterator[GenericForeignKey]:
    """Yield what may point at any model; a merge knows of none of these."""
    for model in apps.get_models():
        yield from (field for field in model._meta.private_fields if isinstance(field, GenericForeignKey))
