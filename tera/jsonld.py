"""Facts for harvesters as JSON-LD; what is not known is left out, never guessed."""

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# A script element ends at "</", and "<!--" changes how it is read; both are plain JSON when escaped.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def known(facts: dict) -> dict:
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def breadcrumbs(*steps: tuple[str, str]) -> dict:
    """Return a BreadcrumbList of (name, address) from the outermost page to this one."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def script_element(data: dict | list[dict]) -> SafeString:
    """Return ``data`` as a data block; browsers do not run it, so the content policy lets it be."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    escaped = mark_safe(text)  # noqa: S308 - nothing in it can end the element
    return format_html('<script type="application/ld+json">{}</script>', escaped)
