"""What only an expression can say, as JSON in a box of text."""

import json
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

AROUND = 12


def expression_field(label: object, initial: object, help_text: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        initial=initial,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows, "spellcheck": "false"}),
        help_text=help_text,
    )


def read_expression(text: str, parse: Callable[[object], object], example: dict) -> dict | None:
    """Return what a box says; None where it is empty. What cannot be read is refused with one that can."""
    if not (text := text.strip()):
        return None
    words = {"example": json.dumps(example)}
    try:
        expression = json.loads(text)
        parse(expression)
    except json.JSONDecodeError as error:
        near = text[max(error.pos - AROUND, 0) : error.pos + AROUND].strip()
        words |= {"line": error.lineno, "near": near}
        raise ValidationError(
            _(
                "Line %(line)s cannot be read, near “%(near)s”: look for a quotation mark, a comma or a "
                "brace too many or too few. It is written like this: %(example)s"
            )
            % words
        ) from error
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            _("It cannot be worked out: %(problem)s. It is written like this: %(example)s")
            % {**words, "problem": str(error).rstrip(".")}
        ) from error
    return expression
