"""A field for a figure, typed as people in Spain and Britain do, whatever the panel's language."""

from decimal import Decimal

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from surveys.answering.numbers import NotANumber, parse_decimal


class Figure(forms.CharField):
    """A text box that gives a number or None."""

    def __init__(self, **rest):
        widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"})
        super().__init__(required=False, widget=widget, **rest)

    def prepare_value(self, value: object) -> object:
        return (
            format(Decimal(str(value)).normalize(), "f")
            if isinstance(value, int | float | Decimal)
            else value
        )

    def to_python(self, value: str | None) -> Decimal | None:
        try:
            return parse_decimal(super().to_python(value), signed=True)
        except NotANumber as error:
            raise forms.ValidationError(str(error), code=error.problem) from error

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
