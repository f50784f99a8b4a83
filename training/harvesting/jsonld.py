"""Courses that a page describes to search engines (schema.org in JSON-LD)."""

import json
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from training.enums import EventStatus

from .collecting import Values, web_address
from .items import NAME_LENGTH, Item, ItemTrouble, Reading, Run, key_of
from .values import day, hours, language, line, mode, price, words

KIND = "application/ld+json"
COURSES = {"Course", "EducationalOccupationalProgram", "EducationEvent"}
STATES = {
    "EventCancelled": EventStatus.CANCELLED,
    "EventPostponed": EventStatus.POSTPONED,
    "EventScheduled": EventStatus.SCHEDULED,
}
MOST_NODES = 20_000


class Scripts(HTMLParser):
    """Collects the JSON-LD of a page, however broken the rest of the page is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        kind = (dict(attrs).get("type") or "").split(";")[0].strip().lower()
        self.is_inside = tag == "script" and kind == KIND
        if self.is_inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = False

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.found[-1] += data


def scripts(page: str) -> list[str]:
    parser = Scripts()
    parser.feed(page)
    return parser.found


def load(text: str) -> object:
    """Read JSON as pages have it, comment marks and control characters included; raises ValueError."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = (
        text.removeprefix("//<![CDATA[").removesuffix("//]]>").removeprefix("<![CDATA[").removesuffix("]]>")
    )
    try:
        return json.loads(text.strip().rstrip(";"), strict=False, parse_constant=lambda name: None)
    except RecursionError:
        raise ValueError("nesting") from None


def place_in(error: ValueError) -> str:
    """Return line and column of what was malformed, where the reader knows them."""
    return f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""


def nodes(data: object) -> Iterator[dict]:
    """Yield every object in the data, outer ones first, up to a bound."""
    waiting, count = [data], 0
    while waiting and count < MOST_NODES:
        each = waiting.pop(0)
        count += 1
        if isinstance(each, dict):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def types(node: dict) -> set[str]:
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)}


def many(value: object) -> list:
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def named(value: object) -> str:
    """Return the name of what may be a text, an object with a name, or a list of either."""
    for each in many(value):
        if isinstance(each, dict):
            each = each.get("name") or each.get("@value") or each.get("addressLocality")
        if isinstance(each, list | dict):
            each = named(each)
        if text := words(each):
            return text
    return ""


class Page:
    """The courses of one page."""

    def __init__(self, text: str, url: str, reading: Reading, site_language: str) -> None:
        self.url, self.reading, self.language = url, reading, site_language
        self.nodes: list[dict] = []
        for script in scripts(text):
            try:
                self.nodes += nodes(load(script))
            except ValueError as error:
                reading.complain(url, ItemTrouble.BAD_JSON, place_in(error))
        self.by_id = {
            node["@id"]: node for node in self.nodes if isinstance(node.get("@id"), str) and len(node) > 1
        }

    def whole(self, value: object) -> Iterable[dict]:
        """Yield the objects of a value, those that are only named by their @id in full."""
        for each in many(value):
            if isinstance(each, dict):
                name = each.get("@id")
                yield self.by_id.get(name, each) if len(each) == 1 and isinstance(name, str) else each

    def courses(self) -> list[dict]:
        return [node for node in self.nodes if types(node) & COURSES and len(node) > 2]

    def listed(self) -> list[str]:
        """Return the pages that a list of courses points at."""
        found = [
            web_address(entry.get("url") or entry.get("item"), self.url)
            for node in self.nodes
            if "ItemList" in types(node)
            for entry in self.whole(node.get("itemListElement"))
        ]
        return [url for url in dict.fromkeys(found) if url]

    def add_items(self) -> int:
        courses = self.courses()
        for course in courses:
            self.reading.add(self.item(course, is_only=len(courses) == 1), self.url)
        return len(courses)

    def item(self, course: dict, *, is_only: bool) -> Item:
        name = line(named(course.get("name")), NAME_LENGTH)
        url = web_address(course.get("url"), self.url) or self.url
        own = web_address(course.get("@id"), self.url) or web_address(course.get("url"), self.url)
        key = key_of(own or (self.url if is_only else f"{self.url}#{name.lower()}"))
        values = Values(self.reading, f"{self.url} · {name}"[:400])
        values.put(f"name_{self.language}", str, name)
        values.put(f"description_{self.language}", words, named(course.get("description")))
        values.put(f"abstract_{self.language}", words, named(course.get("abstract")))
        values.put(f"prerequisites_{self.language}", words, self.prerequisites(course))
        values.put("course_code", lambda value: line(value, 40), course.get("courseCode"))
        values.put("learning_hours", hours, course.get("timeRequired") or self.workload(course))
        values.put("in_language", language, named(course.get("inLanguage")))
        credential = named(course.get("educationalCredentialAwarded"))
        values.put(f"credential_{self.language}", lambda value: line(value, 200), credential)
        for offer in self.whole(course.get("offers")):
            values.put("price", lambda value, offer=offer: self.price(offer), offer)
            break
        values.put("url", str, url)
        values.put("source_url", str, self.url)
        runs = self.runs(course, values.where)
        modes = {run.values.get("course_mode") for run in runs} - {None}
        values.put("course_mode", mode, course.get("courseMode") or list(modes))
        taught = [*many(course.get("teaches")), *many(course.get("about")), *keywords(course.get("keywords"))]
        subjects = [line(named(each), 200) for each in taught]
        return Item(key, dict(values), runs, [subject for subject in dict.fromkeys(subjects) if subject][:60])

    def prerequisites(self, course: dict) -> str:
        return "\n".join(
            text
            for each in many(course.get("coursePrerequisites") or course.get("programPrerequisites"))
            if (text := named(each))
        )

    def workload(self, course: dict) -> object:
        for instance in self.whole(course.get("hasCourseInstance")):
            # The workload of schema.org may be a week's; only one in plain hours is a length.
            said = instance.get("courseWorkload")
            if isinstance(said, str) and said.upper().startswith("PT"):
                return said
        return None

    def price(self, offer: dict) -> dict[str, object]:
        amount, currency = offer.get("price"), offer.get("priceCurrency")
        for detail in self.whole(offer.get("priceSpecification")):
            amount = detail.get("price") if amount is None else amount
            currency = currency or detail.get("priceCurrency")
        if amount is None and line(offer.get("category"), 40).lower() in ("free", "gratis", "gratuito"):
            amount = 0
        return price(amount, currency)

    def runs(self, course: dict, where: str) -> list[Run]:
        instances = list(self.whole(course.get("hasCourseInstance")))
        if "startDate" in course:
            instances.append(course)
        runs: dict[str, Run] = {}
        for place, instance in enumerate(instances[:100]):
            run = self.run(instance, where, place)
            if run.values:
                runs.setdefault(run.key, run)
        return list(runs.values())

    def run(self, instance: dict, where: str, place: int) -> Run:
        values = Values(self.reading, where)
        for name, said in (
            ("start_date", "startDate"),
            ("end_date", "endDate"),
            ("application_start_date", "applicationStartDate"),
            ("application_deadline", "applicationDeadline"),
        ):
            values.put(name, day, instance.get(said))
        values.put("course_mode", mode, instance.get("courseMode") or instance.get("eventAttendanceMode"))
        values.put("municipality", lambda value: line(value, 80), place_of(instance.get("location")))
        values.put("places", whole_number, instance.get("maximumAttendeeCapacity"))
        values.put("places_left", whole_number, instance.get("remainingAttendeeCapacity"))
        state = line(instance.get("eventStatus"), 60).rsplit("/", 1)[-1]
        values.put("event_status", lambda value: STATES[value].value if value in STATES else "", state)
        offers = next(iter(self.whole(instance.get("offers"))), {})
        values.put("enrol_url", lambda value: web_address(value, self.url), offers.get("url"))
        own = instance.get("@id") or instance.get("url")
        start = values.get("start_date")
        key = own if isinstance(own, str) and instance.get("@type") != "Course" else str(start or place)
        return Run(key[:200], dict(values))


def keywords(value: object) -> list:
    return value.split(",") if isinstance(value, str) else many(value)


def whole_number(value: object) -> int | None:
    number = int(value) if isinstance(value, int | float | str) and value != "" else None
    if number is not None and not 0 < number < 100_000:
        raise ValueError(str(value)[:80])
    return number


def place_of(location: object) -> str:
    """Return the town of a place; the whole name where no town is said."""
    for each in many(location):
        if isinstance(each, dict):
            if "VirtualLocation" in types(each):
                continue
            address = each.get("address")
            for part in many(address):
                if isinstance(part, dict) and (town := words(part.get("addressLocality"))):
                    return town
        if text := named(each):
            return text
    return ""
