import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.utils.translation import override

EVIL = "<b>&"
SAFE = "&lt;b&gt;&amp;"
COLUMNS = [{"label": "Profile", "numeric": False}, {"label": "People", "numeric": True}]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def render(name: str, **context) -> str:
    return " ".join(render_to_string(f"components/{name}.html", context).split())


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("page_heading", {"title": EVIL, "lead": EVIL, "eyebrow": EVIL}),
        ("badge", {"text": EVIL, "tone": "brand"}),
        ("alert", {"title": EVIL, "text": EVIL, "tone": "warning"}),
        ("empty_state", {"title": EVIL, "text": EVIL, "action_url": EVIL, "action_label": EVIL}),
        ("chips", {"chips": [{"label": EVIL, "remove_url": EVIL}] * 2, "clear_url": EVIL}),
        ("stat", {"value": EVIL, "label": EVIL, "note": EVIL}),
        ("table", {"caption": EVIL, "columns": [{"label": EVIL}], "rows": [[EVIL]]}),
        ("chart", {"image_url": EVIL, "dark_image_url": EVIL, "alt": EVIL, "caption": EVIL}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_component_shows_each_variable_escaped(name, context):
    html = render(name, **context)

    given = str(context).count(EVIL)
    assert (html.count(SAFE), html.count(EVIL)) == (given, 0)


def test_progress_shows_its_label_escaped():
    html = render("progress", value=40, label=EVIL)

    assert SAFE in html
    assert EVIL not in html


@pytest.mark.parametrize(
    ("value", "shown", "bar"),
    [(40, "40%", 'value="40"'), (12.5, "12.5%", 'value="12.5"'), (None, "to be confirmed", 'value="0"')],
)
def test_progress_words_its_value(value, shown, bar):
    html = render("progress", value=value, label="Done")

    assert f">{shown}</span>" in html
    assert bar in html


def test_progress_bar_keeps_a_decimal_point_in_spanish():
    with override("es"):
        html = render("progress", value=12.5, label="Hecho")

    assert 'value="12.5"' in html
    assert "12,5" in html


def test_table_heads_rows_and_aligns_numbers():
    html = render("table", caption="Demand", columns=COLUMNS, rows=[["Analyst", "12"]])

    assert '<th scope="col" class="data-table__number">People</th>' in html
    assert '<th scope="row">Analyst</th> <td class="data-table__number">12</td>' in html


def test_chart_offers_its_figures_as_a_table():
    html = render(
        "chart", image_url="/a.svg", alt="Bars", caption="Demand", columns=COLUMNS, rows=[["x", "1"]]
    )

    assert "<details" in html
    assert '<th scope="row">x</th>' in html
    assert "<source" not in html


def test_card_frames_its_body_and_escapes_its_title():
    template = Template('{% card title=title tone="brand" url="/x/" %}<p>{{ body }}</p>{% endcard %}')

    html = " ".join(template.render(Context({"title": EVIL, "body": EVIL})).split())

    assert 'class="card card--brand card--link"' in html
    assert f'<h3 class="card__title"><a href="/x/">{SAFE}</a></h3>' in html
    assert f"<p>{SAFE}</p>" in html


def test_pagination_keeps_the_query_string(rf):
    page = Paginator(range(50), 10).page(2)
    template = Template('{% include "components/pagination.html" with page_obj=page only %}')

    html = template.render(RequestContext(rf.get("/x/?q=ia&page=2"), {"page": page}))

    assert 'href="?q=ia&amp;page=3"' in html
    assert 'aria-current="page"' in html


def test_pagination_uses_the_word_of_the_address(rf):
    page = Paginator(range(50), 10).page(2)
    template = Template(
        '{% include "components/pagination.html" with page_obj=page parameter="pagina" only %}'
    )

    html = template.render(RequestContext(rf.get("/x/?q=ia&pagina=2"), {"page": page}))

    assert 'href="?q=ia&amp;pagina=3"' in html


def test_pagination_of_a_single_page_draws_nothing():
    assert render("pagination", page_obj=Paginator(range(3), 10).page(1)) == ""
