"""Refusing in a form what would be refused at every visit."""

from django.core.exceptions import ValidationError

from .addresses import split
from .errors import RequestFailed


def validate_address(url: str) -> None:
    """Judge an address by its text; what its name stands for is looked up at each visit."""
    try:
        split(url)
    except RequestFailed as failure:
        raise ValidationError(str(failure.trouble.label)) from None
