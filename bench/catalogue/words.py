"""Texts of invented words, as frequent as in a language."""

from collections.abc import Iterator

import numpy as np

WORDS = 3_000
# The most frequent words of the generated texts, the first of all in most of them.
KNOWN = [
    "de",
    "gestión",
    "datos",
    "sistemas",
    "desarrollo",
    "aplicaciones",
    "seguridad",
    "web",
    "redes",
    "programación",
    "digital",
    "análisis",
    "herramientas",
    "proyectos",
    "información",
    "servidores",
    "nube",
    "empresa",
    "diseño",
    "básico",
    "avanzado",
    "práctica",
    "software",
    "inteligencia",
    "artificial",
    "usuarios",
    "procesos",
    "calidad",
    "modelos",
    "integración",
    "servicios",
    "automatización",
    "python",
    "java",
    "bases",
    "ciberseguridad",
    "administración",
    "soporte",
    "móviles",
    "comercio",
    "electrónico",
    "internet",
    "cosas",
    "robótica",
    "industria",
    "plataformas",
    "algoritmos",
    "estadística",
    "visualización",
    "arquitectura",
    "pruebas",
    "contenedores",
    "despliegue",
    "accesibilidad",
    "usabilidad",
    "marketing",
    "contenidos",
    "producción",
    "mantenimiento",
    "auditoría",
    "normativa",
    "riesgos",
    "redacción",
]
SYLLABLES = [
    "ca",
    "ri",
    "to",
    "me",
    "la",
    "pe",
    "sa",
    "do",
    "mi",
    "ra",
    "lu",
    "ve",
    "ga",
    "no",
    "ti",
    "fo",
    "re",
    "ba",
    "si",
    "cu",
    "te",
    "ma",
    "go",
    "le",
    "ni",
    "po",
]


# Every 2,000th offer has a rare word.
RARE_EVERY, RARE = 2_000, "rareza"


def words() -> list[str]:
    endings = ("tura", "dor", "miento", "dad", "ista", "ar")
    made = (
        SYLLABLES[n % 26] + SYLLABLES[n // 26 % 26] + SYLLABLES[n * 7 % 26] + endings[n % 6]
        for n in range(WORDS)
    )
    return (KNOWN + list(made))[:WORDS]


def texts(vocabulary: list[str], first: int, last: int) -> Iterator[tuple[int, str, str, str]]:
    """Yield name, gist and description of each offer; the frequency of words falls as in a text."""
    random = np.random.default_rng([42, first])
    known = np.array(vocabulary, dtype=object)

    def sentences(least: int, more: int) -> list[str]:
        sizes = least + np.arange(first, last + 1) % more
        picked = known[(len(known) * random.random(sizes.sum()) ** 3).astype(int)].tolist()
        ends = np.cumsum(sizes).tolist()
        return [" ".join(picked[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]

    rows = zip(range(first, last + 1), sentences(4, 3), sentences(10, 5), sentences(22, 9), strict=True)
    for n, title, gist, more in rows:
        yield n, title, gist, f"{more} {RARE}" if n % RARE_EVERY == 0 else more
