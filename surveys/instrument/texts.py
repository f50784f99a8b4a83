"""What a questionnaire says, in each of its languages."""

from dataclasses import dataclass

from django.utils.translation import get_language

from .piping import without_answers


@dataclass(frozen=True)
class Text:
    """A text in every language of the questionnaire; as a string, in the reader's."""

    versions: tuple[tuple[str, str], ...] = ()

    def within(self, language: str | None) -> str:
        """Return the words in a language; where an answer belongs, what stands for it."""
        return without_answers(self.written(language))

    def written(self, language: str | None) -> str:
        """Return the words as they are written, with the names of what is to be filled in."""
        texts = dict(self.versions)
        return texts.get((language or "")[:2]) or next((text for text in texts.values() if text), "")

    def __str__(self) -> str:
        return self.within(get_language())

    def __bool__(self) -> bool:
        return any(text for _, text in self.versions)
