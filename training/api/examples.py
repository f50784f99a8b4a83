"""What an answer looks like: plainly invented, and held against the schemas by the tests."""

CODE = "curso-imaginario-de-python"
BASE = "https://tera.example"
HERE = f"{BASE}/api/v1"

DEMAND = {
    "edition": "2025",
    "edition_label": "Edición 2025",
    "reference_date": "2025-12-31",
    "companies": 12,
    "answers": 30,
    "population": 34,
    "share": 0.4,
    "rank": 3,
    "level": 2.5,
    "source": f"{BASE}/estudio/2025/",
    "is_demo": True,
}
SKILL = {
    "code": "python",
    "label": "Python",
    "confirmed": True,
    "level_reached": 2,
    "demand": DEMAND,
    "page": f"{BASE}/formacion/habilidades/python/",
}
PROFILE = {
    "code": "dev-ai",
    "label": "Programador/a con IA",
    "confirmed": False,
    "level_reached": None,
    "demand": None,
    "page": f"{BASE}/formacion/perfiles/dev-ai/",
}
EDITION = {
    "name": None,
    "state": "open",
    "application_start_date": "2026-02-01",
    "application_deadline": "2026-03-20",
    "start_date": "2026-04-07",
    "end_date": None,
    "event_status": "scheduled",
    "course_mode": None,
    "municipality": None,
    "in_language": None,
    "price_category": None,
    "price": None,
    "funded_by": None,
    "places": 20,
    "places_left": 6,
    "waiting_list": None,
    "places_told_on": "2026-02-15",
    "enrol_url": "https://faro-imaginario.example/matricula",
    "source_url": None,
    "source_checked_on": None,
}
PROVIDER = {"code": "faro-imaginario", "name": "Academia del Faro Imaginario", "type": "non_regulated"}
IN_LIST = {
    "code": CODE,
    "name": "Curso imaginario de Python",
    "address": f"{HERE}/offers/{CODE}",
    "page": f"{BASE}/formacion/{CODE}/",
    "provider": PROVIDER,
    "kind": "course",
    "abstract": "Un curso inventado para este ejemplo.",
    "audience": ["unemployed"],
    "course_mode": "online",
    "municipality": None,
    "in_language": "es",
    "learning_hours": 60,
    "level": "initial",
    "eqf_level": None,
    "price_category": "free",
    "price": None,
    "funded_by": None,
    "credential_type": "attendance",
    "credential": None,
    "enrolment": "open",
    "next_edition": EDITION,
    "skills": [SKILL],
    "profiles": [PROFILE],
    "only_in_spanish": [],
    "confirmed_on": "2026-02-15",
    "source_url": "https://faro-imaginario.example/python",
    "source_note": None,
    "source_checked_on": "2026-02-15",
    "modified_at": "2026-02-15T10:42:00+01:00",
    "is_demo": True,
}
OFFER = IN_LIST | {
    "course_code": None,
    "description": None,
    "learning_outcomes": "Escribir programas pequeños.",
    "prerequisites": None,
    "syllabus": None,
    "required_equipment": "Un ordenador con conexión.",
    "assessment": None,
    "accessibility": None,
    "credential_price": None,
    "regulation_type": None,
    "regulation_ref": None,
    "boe_id": None,
    "professional_family": None,
    "certificate_code": None,
    "url": "https://faro-imaginario.example/python",
    "editions": [EDITION],
}
OFFERS = {
    "total": 1,
    "page_number": 1,
    "page_count": 1,
    "sort": "relevancia",
    "address": f"{HERE}/offers?q=python&modalidad=online",
    "next": None,
    "previous": None,
    "page": f"{BASE}/formacion/?q=python&modalidad=online",
    "facets": [
        {
            "parameter": "modalidad",
            "title": "Modalidad",
            "values": [
                {"value": "online", "label": "Online", "count": 1, "chosen": True},
                {"value": "onsite", "label": "Presencial", "count": 3, "chosen": False},
            ],
        }
    ],
    "offers": [IN_LIST],
}
PROVIDERS = {
    "total": 1,
    "providers": [
        PROVIDER
        | {
            "municipality": None,
            "website": "https://faro-imaginario.example/",
            "contact_url": None,
            "offer_count": 1,
            "offers": f"{HERE}/offers?centro=faro-imaginario",
        }
    ],
}
PROFILES = {
    "total": 1,
    "profiles": [
        {
            "code": "dev-ai",
            "label": "Programador/a con IA",
            "demand": DEMAND,
            "offer_count": 0,
            "offers": f"{HERE}/offers?perfil=dev-ai",
            "page": f"{BASE}/formacion/perfiles/dev-ai/",
            "description": None,
            "study_group": "programmers",
            "occupation_uri": None,
            "cno_code": "3820",
        }
    ],
}
SKILLS = {
    "total": 1,
    "skills": [
        {
            "code": "python",
            "label": "Python",
            "demand": DEMAND,
            "offer_count": 1,
            "offers": f"{HERE}/offers?habilidad=python",
            "page": f"{BASE}/formacion/habilidades/python/",
            "domain": "development",
            "esco_uri": None,
        }
    ],
}
