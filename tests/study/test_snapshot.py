import json

import pytest
from django.db import IntegrityError, connection
from django.utils import translation

from study.parts.results import public_cell
from study.shown.results import table_figure
from study.snapshot import canonical, sha256_of, take_snapshot
from tests.factories.actionplan import ActionFactory, ObservationFactory
from tests.factories.study import ResultTableFactory, bounded, concealed, published, table_payload
from tests.factories.training import OfferFactory


def test_snapshot_says_who_was_asked_and_who_answered(study):
    method = take_snapshot(study)["method"]

    assert (method["answers"], method["population"]) == (12, 14)
    assert method["response_rate"] == 0.8571
    assert method["reference_date"] == "2025-09-30"
    assert method["questionnaire"]["sha256"] == study.campaign.version.definition_sha256


def test_snapshot_leaves_units_out_of_scope_out_of_n(study):
    study.campaign.units.filter(response__isnull=True).update(in_scope=False, out_reason="Merged")

    assert take_snapshot(study)["method"]["population"] == 12


def test_snapshot_takes_tables_without_the_disclosure_parameter(study):
    table = take_snapshot(study)["tables"]["activity"]

    assert "minimum" not in table
    assert table["rows"][0]["cells"]["companies"]["value"] == 9


def test_snapshot_never_holds_the_value_of_a_hidden_cell(study):
    leaking = concealed() | {"value": 2, "share": 0.17, "at_least": 0.1}
    payload = table_payload("market", [("eu", "Europa", "Europe", leaking)])
    ResultTableFactory(campaign=study.campaign, payload=payload)

    cell = take_snapshot(study)["tables"]["market"]["rows"][0]["cells"]["companies"]

    assert cell == concealed()


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (published(9), published(9)),
        (bounded(8, 12), bounded(8, 12)),
        (bounded(None, 4, "small"), bounded(None, 4, "small")),
        (bounded(9, 12), concealed("protected")),
        (bounded(None, 3, "small"), concealed("small")),
        (concealed("protected") | {"at_least": 9}, concealed("protected")),
    ],
    ids=["published", "floor", "ceiling", "floor too tight", "ceiling too tight", "floor alone"],
)
def test_public_cell_keeps_only_the_bounds_that_the_rule_gives(stored, shown):
    assert public_cell(stored, 5) == shown


def test_snapshot_and_sentence_say_the_same_of_nearly_everybody(study):
    rows = [("yes", "Sí", "Yes", bounded(8, 12)), ("no", "No", "No", bounded(None, 4, "small"))]
    payload = table_payload("research", rows, answers=12, population=14)
    ResultTableFactory(campaign=study.campaign, payload=payload)

    with translation.override("en"):
        figure = table_figure(take_snapshot(study)["tables"]["research"])

    assert figure.rows == [["Yes", "at least 8 of 12"], ["No", "fewer than 5"]]
    assert [(bar.filled, bar.is_floor) for bar in figure.bars] == [(8 / 12, True), (None, False)]


def test_snapshot_sets_needs_against_offers_and_actions(study):
    profile, skill = take_snapshot(study)["gap"]

    assert (profile["companies"], profile["answers"], profile["offers"]) == (11, 12, 1)
    assert profile["actions"] == [{"code": "a1-2025", "label": "A1.2025"}]
    assert (skill["offers"], skill["state"], skill["level_asked"]) == (0, "uncovered", 3)


def test_snapshot_counts_published_offers_by_type_of_provider(study):
    OfferFactory(provider__provider_type="university")
    OfferFactory(status="draft")

    supply = take_snapshot(study)["supply"]

    assert (supply["offers"], supply["providers"]) == (2, 2)
    assert [(row["code"], row["offers"]) for row in supply["by_type"]] == [
        ("non_regulated", 1),
        ("university", 1),
    ]


def test_snapshot_holds_public_nodes_only(study):
    package = study.plan.nodes.get(kind="package")
    ActionFactory(plan=study.plan, parent=package, code="secret", is_public=False)

    plan = take_snapshot(study)["plan"]

    assert "secret" not in {node["code"] for node in plan["nodes"]}
    assert plan["progress"] == 40


def test_snapshot_leaves_out_what_a_later_observation_corrects(study):
    first = study.plan.indicators.get().observations.get()
    ObservationFactory(indicator=first.indicator, value="55.1", geography="ES13", supersedes=first)

    observations = take_snapshot(study)["context"][0]["observations"]

    assert [observation["value"] for observation in observations] == [55.1]


def test_snapshot_holds_both_languages(study):
    payload = take_snapshot(study)

    assert payload["title"] == {"es": "Estudio 2025", "en": "Study 2025"}
    assert payload["gap"][0]["label"] == {"es": "Programador/a con IA", "en": "Programmer with AI"}


def test_snapshot_hash_is_that_of_the_stored_payload(snapshot):
    snapshot.refresh_from_db()

    assert snapshot.payload_sha256 == sha256_of(canonical(snapshot.payload))


def test_canonical_does_not_depend_on_the_order_of_keys():
    written = b'{"a":"\xc3\xb1","b":1}'

    assert canonical({"b": 1, "a": "ñ"}) == written
    assert canonical(json.loads('{"a": "ñ", "b": 1}')) == written


@pytest.mark.parametrize("table", ["study_snapshot", "study_rendering"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"], ids=["update", "delete"])
def test_published_rows_refuse_to_change(snapshot, table, change):
    with pytest.raises(IntegrityError, match="never change"), connection.cursor() as cursor:
        cursor.execute(change.format(table))
