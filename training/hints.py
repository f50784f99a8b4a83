"""Words in a search that are also filters: "gratis", "online". They are offered, never applied by themselves.

As words they find what says so somewhere; as filters, what is so. Only the visitor knows which was meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tera.criteria import Criteria
from training.spelling import plain

# What people type for a value, without accents; in both languages, since trade words travel.
WORDS: dict[tuple[str, str], str] = {
    ("precio", "free"): "gratis gratuito gratuita gratuitos gratuitas free",
    ("modalidad", "online"): "online on-line en_linea a_distancia virtual teleformacion",
    ("modalidad", "onsite"): "presencial presenciales onsite on-site in_person",
    ("modalidad", "blended"): "semipresencial mixto blended hybrid",
    (
        "para",
        "unemployed",
    ): "para_desempleados desempleados desempleado desempleada en_paro parados unemployed",
    ("para", "employed"): "para_trabajadores trabajadores ocupados",
    ("para", "self_employed"): "para_autonomos autonomos self-employed",
    ("nivel", "initial"): "para_principiantes principiantes desde_cero basico for_beginners beginners",
    ("nivel", "advanced"): "avanzado avanzada advanced",
    ("certificado", "professional_certificate"): "certificado_profesional certificado_de_profesionalidad",
    ("certificado", "micro_credential"): "microcredencial microcredenciales micro-credential",
    ("cuando", "abierta"): "matricula_abierta inscripcion_abierta plazo_abierto open_enrolment",
}
# The longest first: "para desempleados" before "desempleados".
PHRASES = sorted(
    ((phrase.replace("_", " "), key) for key, phrases in WORDS.items() for phrase in phrases.split()),
    key=lambda pair: -len(pair[0]),
)


@dataclass(frozen=True)
class Hint:
    """A value that some words of the text may mean, and the criteria that ask for it instead."""

    label: str
    criteria: Criteria

    @property
    def query(self) -> str:
        return self.criteria.query()


def plain_words(text: str) -> list[str]:
    return [plain(word).strip(".,;:¿?¡!()") for word in text.split()]


def taken_out(criteria: Criteria, phrase: str, key: str, value: str) -> Criteria | None:
    """Return the criteria with ``phrase`` as a filter instead; None when the text does not have it."""
    words, wanted = criteria.text.split(), phrase.split()
    plain = plain_words(criteria.text)
    for place in range(len(words) - len(wanted) + 1):
        if plain[place : place + len(wanted)] == wanted:
            rest = " ".join(words[:place] + words[place + len(wanted) :])
            return replace(criteria, text=rest).plus(key, value)
    return None


def hints_in(criteria: Criteria, labels: Mapping[str, Mapping[str, str]]) -> list[Hint]:
    """Return what the text's words may mean as filters, all of them together last."""
    if not criteria.text or '"' in criteria.text:
        return []
    found: list[Hint] = []
    together, seen = criteria, set()
    for phrase, (key, value) in PHRASES:
        single = taken_out(criteria, phrase, key, value)
        rest = taken_out(together, phrase, key, value)
        if single is None or rest is None or (key, value) in seen or value in criteria.chosen.get(key, ()):
            continue
        seen.add((key, value))
        together = rest
        found.append(Hint(str(labels[key][value]), single))
    if len(found) > 1:
        found.append(Hint(" + ".join(hint.label for hint in found), together))
    return found
