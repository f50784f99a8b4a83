"""The fields in which somebody explains a figure that looks odd, or says that it is right."""

from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .oddities import Mark, Oddity

BECAUSE, RIGHT = "because--", "right--"
PREFIXES = (BECAUSE, RIGHT)


class ExplainingForm(forms.Form):
    """Explain each figure that looks odd; ``must`` asks for a word or a tick about every one."""

    must = False

    def __init__(self, oddities: Iterable[Oddity], data=None, **rest):
        super().__init__(data, use_required_attribute=False, **rest)
        self.oddities = {oddity.mark: oddity for oddity in oddities}
        for oddity in self.oddities.values():
            self.fields[BECAUSE + oddity.name] = _because(oddity)
            self.fields[RIGHT + oddity.name] = _right(oddity)

    def clean(self) -> dict:
        if self.must:
            for mark, oddity in self.oddities.items():
                if mark not in self.explanations and mark not in self.confirmed:
                    self.add_error(
                        BECAUSE + oddity.name,
                        gettext("Explain the figure, correct it, or tick that it is right."),
                    )
        return self.cleaned_data

    @property
    def explanations(self) -> dict[Mark, str]:
        """What was written, by rule and row."""
        said = {mark: self.cleaned_data.get(BECAUSE + odd.name, "") for mark, odd in self.oddities.items()}
        return {mark: text for mark, text in said.items() if text}

    @property
    def confirmed(self) -> frozenset[Mark]:
        return frozenset(m for m, odd in self.oddities.items() if self.cleaned_data.get(RIGHT + odd.name))

    def asked(self) -> Iterator[tuple[Oddity, forms.BoundField, forms.BoundField]]:
        for oddity in self.oddities.values():
            yield oddity, self[BECAUSE + oddity.name], self[RIGHT + oddity.name]


def is_explaining(name: str) -> bool:
    return name.startswith(PREFIXES)


def _because(oddity: Oddity) -> forms.CharField:
    return forms.CharField(
        label=_("Your explanation"),
        required=False,
        max_length=1000,
        initial=oddity.explanation,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


def _right(oddity: Oddity) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("It is right as it is"),
        required=False,
        initial=oddity.is_confirmed,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
