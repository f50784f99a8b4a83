"""Codes of the national classification of economic activities, each edition by itself.

Titles of CNAE-2009: Real Decreto 475/2007, annex. Those of CNAE-2025 (Real Decreto 10/2025) are
to be copied from the official table; until then its codes stand without a title.
"""

from members.enums import ActivityClassification

TITLES = {
    ActivityClassification.CNAE_2009: {
        "5821": "Edición de videojuegos",
        "5829": "Edición de otros programas informáticos",
        "6110": "Telecomunicaciones por cable",
        "6120": "Telecomunicaciones inalámbricas",
        "6130": "Telecomunicaciones por satélite",
        "6190": "Otras actividades de telecomunicaciones",
        "6201": "Actividades de programación informática",
        "6202": "Actividades de consultoría informática",
        "6203": "Gestión de recursos informáticos",
        "6209": "Otros servicios relacionados con las tecnologías de la información y la informática",
        "6311": "Proceso de datos, hosting y actividades relacionadas",
        "6312": "Portales web",
    }
}


def format_cnae(code: str) -> str:
    """Write a stored code as the classification prints it: 6201 as 62.01."""
    return f"{code[:2]}.{code[2:]}" if len(code) > 2 else code


def title_of(classification: str, code: str) -> str:
    """Return the official title, or nothing when it has not been copied here."""
    return TITLES.get(classification, {}).get(code, "")
