"""The schema.org types and properties that the site uses, with the types each property belongs to.

Facts of the vocabulary (schema.org, release 28), for checking what we publish; a term that is not here fails.
"""

PARENTS = {
    "Thing": (),
    "BreadcrumbList": ("ItemList",),
    "Course": ("CreativeWork", "LearningResource"),
    "CourseInstance": ("Event",),
    "Syllabus": ("LearningResource",),
    "CreativeWork": ("Thing",),
    "EducationalOccupationalProgram": ("Intangible",),
    "Event": ("Thing",),
    "Intangible": ("Thing",),
    "ItemList": ("Intangible",),
    "LearningResource": ("CreativeWork",),
    "ListItem": ("Intangible",),
    "Offer": ("Intangible",),
    "Organization": ("Thing",),
}
DOMAINS = {
    "applicationDeadline": ("EducationalOccupationalProgram",),
    "applicationStartDate": ("EducationalOccupationalProgram",),
    "category": ("Offer", "Product", "Service", "Invoice"),
    "courseCode": ("Course",),
    "courseMode": ("CourseInstance",),
    "coursePrerequisites": ("Course",),
    "courseWorkload": ("CourseInstance",),
    "description": ("Thing",),
    "educationalCredentialAwarded": ("Course", "EducationalOccupationalProgram"),
    "educationalProgramMode": ("EducationalOccupationalProgram",),
    "endDate": ("CreativeWorkSeries", "EducationalOccupationalProgram", "Event", "Role", "Schedule"),
    "hasCourseInstance": ("Course",),
    "identifier": ("Thing",),
    "inLanguage": ("CreativeWork", "Event"),
    "item": ("ListItem",),
    "itemListElement": ("ItemList",),
    "location": ("Action", "Event", "Organization"),
    "maximumAttendeeCapacity": ("Event", "Place"),
    "maximumEnrollment": ("EducationalOccupationalProgram",),
    "name": ("Thing",),
    "occupationalCategory": ("EducationalOccupationalProgram", "JobPosting", "Occupation"),
    "offers": ("CreativeWork", "EducationalOccupationalProgram", "Event", "Product", "Service", "Trip"),
    "position": ("CreativeWork", "ListItem"),
    "price": ("Offer", "PriceSpecification"),
    "priceCurrency": ("Offer", "PriceSpecification"),
    "programPrerequisites": ("EducationalOccupationalProgram",),
    "provider": ("Action", "CreativeWork", "EducationalOccupationalProgram", "Invoice", "Service", "Trip"),
    "remainingAttendeeCapacity": ("Event",),
    "sameAs": ("Thing",),
    "startDate": ("CreativeWorkSeries", "EducationalOccupationalProgram", "Event", "Role", "Schedule"),
    "syllabusSections": ("Course",),
    "teaches": ("CreativeWork", "EducationEvent", "LearningResource"),
    "timeRequired": ("CreativeWork",),
    "timeToComplete": ("EducationalOccupationalProgram",),
    "url": ("Thing",),
}


def ancestors(name: str) -> set[str]:
    return {name}.union(*(ancestors(parent) for parent in PARENTS[name]))


def mistakes(data: dict | list, at: str = "") -> list[str]:
    """Return what of some JSON-LD is no schema.org: unknown types, and properties of another type."""
    if isinstance(data, list):
        return [found for item in data for found in mistakes(item, at)]
    if not isinstance(data, dict):
        return []
    name = data.get("@type", "nothing")
    if name not in PARENTS:
        return [f"{at}: {name} is no type"]
    found = []
    for term, value in data.items():
        if term.startswith("@"):
            continue
        if not ancestors(name) & set(DOMAINS.get(term, ())):
            found.append(f"{at}{name}: {term} does not belong to it")
        found += mistakes(value, f"{at}{name}.{term}.")
    return found
