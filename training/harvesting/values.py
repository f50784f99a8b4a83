"""Values as sites write them, in whatever way, read as the catalogue keeps them.

Each function returns None, or an empty text, when nothing is said, and raises ValueError for what is no
such value at all. Nothing is guessed.
"""

import html
import math
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime

import nh3
from django.utils import timezone

from training.enums import CourseMode, OfferLanguage, PriceCategory

LONGEST = 20_000
BLOCKS = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article)\b[^>]{0,300}>", re.IGNORECASE)
MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
SPANISH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
NUMBER = re.compile(r"-?\d[\d.,'\u2019 \u00a0\u202f]*")
DURATION = re.compile(
    r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+)M)?(?:\d+S)?)?", re.IGNORECASE
)
HOURS = re.compile(r"(\d[\d.]*)\s*(?:h\b|h\.|hs\b|hrs?\b|horas?\b|hours?\b)", re.IGNORECASE)
FREE = {"free", "gratis", "gratuito", "gratuita", "sin coste", "0"}
MODES = {
    "online": CourseMode.ONLINE,
    "on line": CourseMode.ONLINE,
    "virtual": CourseMode.ONLINE,
    "teleformacion": CourseMode.ONLINE,
    "teleformación": CourseMode.ONLINE,
    "a distancia": CourseMode.ONLINE,
    "onlineeventattendancemode": CourseMode.ONLINE,
    "onsite": CourseMode.ONSITE,
    "on site": CourseMode.ONSITE,
    "presencial": CourseMode.ONSITE,
    "face to face": CourseMode.ONSITE,
    "offlineeventattendancemode": CourseMode.ONSITE,
    "blended": CourseMode.BLENDED,
    "mixed": CourseMode.BLENDED,
    "mixta": CourseMode.BLENDED,
    "mixto": CourseMode.BLENDED,
    "semipresencial": CourseMode.BLENDED,
    "bimodal": CourseMode.BLENDED,
    "hibrido": CourseMode.BLENDED,
    "híbrido": CourseMode.BLENDED,
    "mixedeventattendancemode": CourseMode.BLENDED,
}
LANGUAGES = {
    "es": OfferLanguage.SPANISH,
    "spanish": OfferLanguage.SPANISH,
    "español": OfferLanguage.SPANISH,
    "castellano": OfferLanguage.SPANISH,
    "en": OfferLanguage.ENGLISH,
    "english": OfferLanguage.ENGLISH,
    "inglés": OfferLanguage.ENGLISH,
}


def words(value: object) -> str:
    """Return the words of a text, each block on a line of its own; no markup is left."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)[:LONGEST].replace("\0", "")
    # Twice, since feeds escape what their pages have escaped already.
    for _layer in range(2):
        if not MARKUP.search(text):
            break
        text = BLOCKS.sub("\n", text)
        text = html.unescape(nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(value: object, longest: int) -> str:
    """Return the words of a text on one line, cut at a word."""
    text = " ".join(words(value).split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def day(value: object) -> date | None:
    """Read a day. A time without zone is local; one with a zone is the day it is in Cantabria then."""
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return None
    return sensible(read_day(text))


def read_day(text: str) -> date:
    if found := SPANISH_DAY.match(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if ISO_DAY.match(text):
        try:
            return day(datetime.fromisoformat(text))
        except ValueError:
            # Hours that are no hours ("T25:00", "a las 10") do not take the day away.
            return date.fromisoformat(text[:10])
    if found := SHORT_DAY.match(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    try:
        return day(parsedate_to_datetime(text))
    except (TypeError, IndexError):
        raise ValueError(text) from None


def sensible(value: date) -> date:
    if not 1990 <= value.year <= 2100:
        raise ValueError(str(value))
    return value


def amount(value: object) -> Decimal | None:
    """Read a price, with a point or a comma before the cents; a mark before three digits groups thousands."""
    if value is None or isinstance(value, bool) or value == "":
        return None
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise ValueError(str(value))
        return bounded(Decimal(str(value)))
    text = words(value)
    if not text:
        return None
    if text.lower() in FREE:
        return Decimal(0)
    found = NUMBER.search(text)
    if not found:
        raise ValueError(text[:80])
    return bounded(Decimal(plain_number(found[0])))


def plain_number(text: str) -> str:
    """Write a number with a point before its decimals and nothing else."""
    text = re.sub(r"['\u2019\s]", "", text).rstrip(".,")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    mark, decimals = text[last], text[last + 1 :]
    whole = re.sub(r"[.,]", "", text[:last])
    is_group = len(decimals) == 3 and (text.count(mark) > 1 or not {".", ","} <= set(text))
    if text.count(mark) > 1 and len(decimals) != 3:
        raise ValueError(text)
    return f"{whole}{decimals}" if is_group else f"{whole}.{decimals}"


def bounded(number: Decimal) -> Decimal:
    try:
        number = number.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(str(number)[:80]) from None
    if not 0 <= number < 1_000_000:
        raise ValueError(str(number))
    return number


def price(value: object, currency: object = "") -> dict[str, object]:
    """Return the fields of a price; another currency than the euro is no price here."""
    if line(currency, 10).upper() not in ("", "EUR", "€"):
        raise ValueError(line(currency, 10))
    number = amount(value)
    if number is None:
        return {}
    if number == 0:
        return {"price_category": PriceCategory.FREE.value, "price": number}
    return {"price_category": PriceCategory.PAID.value, "price": number}


def hours(value: object) -> int | None:
    """Read a length in hours: a number, ISO 8601, or words; days and weeks say nothing of hours."""
    if value is None or isinstance(value, bool) or value == "":
        return None
    if isinstance(value, int | float):
        number = float(value)
    else:
        text = words(value)
        if found := DURATION.fullmatch(text):
            if not (found[3] or found[4]):
                return None
            number = float((found[3] or "0").replace(",", ".")) + int(found[4] or 0) / 60
        elif found := HOURS.search(text):
            number = float(found[1].replace(".", ""))
        elif text.isdigit():
            number = float(text)
        else:
            raise ValueError(text[:80])
    if not (math.isfinite(number) and 0 < number <= 10_000):
        raise ValueError(str(value)[:80])
    return round(number)


def mode(value: object) -> str:
    """Read how a course is given; of several ways, both at home and on site is blended."""
    values = value if isinstance(value, list) else [value]
    found = {MODES.get(plain_word(each)) for each in values} - {None}
    if not found:
        return ""
    return (found.pop() if len(found) == 1 else CourseMode.BLENDED).value


def plain_word(value: object) -> str:
    text = line(value, 200).lower().rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[-_]", " ", text) if text not in MODES else text


def language(value: object) -> str:
    text = line(value, 40).lower()
    return str(LANGUAGES.get(text) or LANGUAGES.get(text[:2] if text[2:3] in "-_" else text) or "")
