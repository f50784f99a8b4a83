"""A page that was opened under one version of the questionnaire and sent back under another."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from surveys.instrument.cells import Cells
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled_by_hash
from surveys.instrument.routing import Step
from surveys.models import QuestionnaireVersion

from .display import name_cell
from .explaining import is_explaining
from .fields import OPT_OUT, names_of, opt_out_name
from .forms import ENVELOPE, PageForm
from .sitting import Sitting


def is_of_another_version(request: HttpRequest, sitting: Sitting) -> bool:
    """Tell whether what was sent says that it was read under another definition; also a made-up one."""
    return request.POST.get("definition", sitting.read_as) != sitting.read_as


@dataclass(frozen=True)
class Typed:
    """What was sent of a page, with the page as it was; without it where no version has that hash."""

    data: QueryDict
    page: PageForm | None

    @classmethod
    def of(cls, data: QueryDict, sitting: Sitting, section: str, page: str) -> "Typed":
        return cls(data, page_as_it_was(data.get("definition", ""), sitting, section, page))

    @property
    def names(self) -> list[str]:
        envelope = {"revision", "request_id", *ENVELOPE}
        return [name for name in self.data if name not in envelope and not is_explaining(name)]

    def completed(self, form: PageForm) -> QueryDict:
        """Return what was sent for the page as it is now.

        A field that the earlier page did not have keeps what is stored, as nobody emptied it;
        one that is gone is left out.
        """
        data = self.data.copy()
        for name in set(self.names) - form.fields.keys():
            del data[name]
        if self.page:
            for name in form.fields.keys() - self.page.fields.keys():
                stored = form.initial.get(name)
                if stored not in (None, ""):
                    data.setlist(
                        name, [str(part) for part in stored] if isinstance(stored, list) else [stored]
                    )
        return data

    def homeless(self, fields: Collection[str]) -> list[tuple[str, str]]:
        """Return what was typed into fields that are not there now: what they asked, and the words.

        What the page held unchanged was not lost: it stays in its row.
        """
        lost = [name for name in self.names if name not in fields and any(self.data.getlist(name))]
        return [(self.asked(name), self.said(name)) for name in lost if not self.is_stored(name)]

    def is_stored(self, name: str) -> bool:
        stored = self.page.initial.get(name) if self.page else None
        texts = [str(part) for part in stored] if isinstance(stored, list) else [str(stored)]
        return stored not in (None, "") and self.data.getlist(name) == texts

    def asked(self, name: str) -> str:
        key = self._key(name)
        return name_cell(self.page.definition.questions[key.variable], key) if key else name

    def said(self, name: str) -> str:
        texts, key = self.data.getlist(name), self._key(name)
        if key is None:
            return ", ".join(texts)
        slot = self.page.slots[key]
        labels = {choice.code: str(choice.label) for choice in slot.choices}
        if slot.opt_out:
            labels |= dict.fromkeys((OPT_OUT, "on"), str(slot.opt_out.label))
        return ", ".join(labels.get(text, text) for text in texts)

    def _key(self, name: str):
        """Return the cell that a field of the earlier page belonged to."""
        known = self.page.slots if self.page else {}
        names = ((key, [*names_of(slot), opt_out_name(key.variable)]) for key, slot in known.items())
        return next((key for key, fields in names if name in fields), None)


def page_as_it_was(sha256: str, sitting: Sitting, section: str, page: str) -> PageForm | None:
    try:
        definition = compiled_by_hash(sha256)
    except QuestionnaireVersion.DoesNotExist:
        return None
    return form_of(definition, section, page, sitting.cells)


def form_of(definition: Definition, section: str, page: str, cells: Cells) -> PageForm | None:
    for held, shown in definition.pages():
        if (held.code, shown.code) == (section, page):
            return PageForm(Step(held, shown, shown.questions), definition, cells)
    return None
