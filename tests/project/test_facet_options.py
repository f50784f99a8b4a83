"""Values of a facet drawn from a frame are what the template draws of each."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tera.facets import FacetGroup, Option
from tera.templatetags.facets import filter_options

OPTIONS = [
    Option("python", "Python", 12, False),
    Option("c++", "C++ <b>&", 0, False),
    Option("r-d", "I+D", 0, True),
    Option("sql", "SQL", 12_345, True),
    Option("Ñ y x", "Eñe", 999, False),
]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.value)
def test_option_from_the_frame_is_what_the_template_draws(option, language):
    group = FacetGroup("habilidad", "Skill", OPTIONS)

    with override(language):
        whole = render_to_string(
            "components/filter_option.html", {"group": group, "option": option, "unit": "<ofertas>"}
        )

        assert filter_options(group, [option], "<ofertas>") == whole


def test_options_in_a_row_keep_to_themselves():
    html = filter_options(FacetGroup("habilidad", "Skill", OPTIONS), OPTIONS, "offers")

    assert [html.count(f">{option.label} <span") for option in OPTIONS if "<" not in option.label] == [1] * 4
    assert html.count(" checked") == 2
    assert html.count(" disabled") == 1
    assert "C++ &lt;b&gt;&amp; <span" in html


def test_group_shows_the_chosen_and_most_frequent_and_folds_the_rest():
    many = [Option(f"v{n}", f"V{n}", n, n == 1) for n in range(1, 21)]

    group = FacetGroup("x", "X", many)

    assert [option.value for option in group.shown] == ["v1", *(f"v{n}" for n in range(14, 21))]
    assert [option.value for option in group.folded] == [f"v{n}" for n in range(2, 14)]
