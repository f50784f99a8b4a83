import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from training.criteria import Criteria, read_criteria
from training.enums import SortOrder

KNOWN = {"modalidad": {"online", "onsite"}, "precio": {"free", "paid"}}


@pytest.mark.parametrize(
    ("address", "criteria", "unknown"),
    [
        ("", Criteria(), ()),
        ("q=&modalidad=&orden=", Criteria(), ()),
        ("q=++datos++y%0Ared%00es+", Criteria(text="datos y red es"), ()),
        (
            "modalidad=online&modalidad=onsite&modalidad=online",
            Criteria(chosen={"modalidad": ("online", "onsite")}),
            (),
        ),
        (
            "modalidad=online&modalidad=moon&precio=x",
            Criteria(chosen={"modalidad": ("online",)}),
            (("modalidad", "moon"), ("precio", "x")),
        ),
        ("foo=bar&empty=", Criteria(), (("foo", "bar"), ("empty", ""))),
        ("utm_source=mail&fbclid=1", Criteria(), ()),
        ("orden=fecha&pagina=3", Criteria(sort=SortOrder.DATE), ()),
        ("orden=caos", Criteria(), (("orden", "caos"),)),
    ],
    ids=["nothing", "blanks", "text", "two values", "values", "keys", "tracking", "sort", "bad sort"],
)
def test_address_is_read(address, criteria, unknown):
    reading = read_criteria(QueryDict(address), KNOWN)

    assert reading.criteria == criteria
    assert reading.unknown == unknown


def test_long_text_is_shortened_and_said_so():
    reading = read_criteria(QueryDict("q=" + "a" * 10_000), KNOWN)

    assert (len(reading.criteria.text), reading.shortened) == (200, True)


@given(
    text=st.text(max_size=250),
    modes=st.lists(st.sampled_from(["online", "onsite"]), unique=True),
    sort=st.sampled_from(SortOrder),
)
def test_address_of_criteria_reads_back_as_the_same_criteria(text, modes, sort):
    chosen = {"modalidad": tuple(sorted(modes))} if modes else {}
    query = QueryDict(mutable=True)
    query["q"] = text
    query.setlist("modalidad", modes)
    query["orden"] = sort.value
    criteria = read_criteria(query, KNOWN).criteria

    again = read_criteria(QueryDict(criteria.query().removeprefix("?")), KNOWN).criteria

    assert again.query() == criteria.query()
    assert again.text == criteria.text
    assert {key: tuple(sorted(values)) for key, values in again.chosen.items()} == chosen


def test_criteria_without_a_value_a_facet_or_the_text():
    criteria = Criteria("red", {"modalidad": ("online", "onsite"), "precio": ("free",)})

    assert criteria.size == 3
    assert criteria.without("modalidad", "online").query() == "?q=red&modalidad=onsite&precio=free"
    assert criteria.without("precio", "free").query() == "?q=red&modalidad=online&modalidad=onsite"
    assert criteria.without("modalidad").query() == "?q=red&precio=free"
    assert criteria.without("q").query() == "?modalidad=online&modalidad=onsite&precio=free"
    assert Criteria("red").without("q").query() == "?"
