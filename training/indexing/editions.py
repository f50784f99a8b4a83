"""The editions of an index: what one and the same of them is like, and when it starts."""

from datetime import date

import numpy as np
from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Cast
from psycopg2.extensions import STRINGARRAY

from tera.facets import Facet
from training.facets import is_not_over
from training.indexing.bundle import Bundle
from training.indexing.slots import Progress, Slots, read
from training.models import Offer


def gather_editions(bundle: Bundle, day: date, facets: list[Facet], slots: Slots, progress: Progress) -> None:
    """Group the offers by what one of their editions is like: each likeness is a set of offers."""
    columns = {f"values_{f.key}": Cast(f.values, TextField()) for f in facets}
    ahead = Case(When(is_not_over(day), then=Value(1)), default=Value(0))
    rows = Offer.objects.published().annotate(
        row=F("pk"), ahead=ahead, starts=F("editions__start_date"), **columns
    )
    likeness: dict[tuple, int] = {}
    offers, likenesses, starts = [], [], []
    for chunk in read(rows, "row", "starts", "ahead", *columns):
        size = len(chunk[0])
        offers.append(slots.numbers(np.fromiter(chunk[0], np.int64, size)))
        starts.append(np.fromiter((d.toordinal() if d else 0 for d in chunk[1]), np.int32, size))
        found = (likeness.setdefault(row, len(likeness)) for row in zip(*chunk[2:], strict=True))
        likenesses.append(np.fromiter(found, np.int32, size))
        progress("editions", 0.5)
    empty = [np.zeros(0, np.int32)]
    bundle.arrays["edition offers"] = np.concatenate(offers or empty).astype(np.uint32)
    bundle.arrays["edition likenesses"] = np.concatenate(likenesses or empty)
    bundle.arrays["edition starts"] = np.concatenate(starts or empty)
    bundle.meta["likenesses"] = [
        {"ahead": bool(row[0])} | {f.key: STRINGARRAY(v, None) for f, v in zip(facets, row[1:], strict=True)}
        for row in likeness
    ]
