"""The proofs of bench/proofs in a small size; ``python -m bench.proofs.…`` runs them in full."""

import multiprocessing

import pytest

from bench.one_page import companies, one_page_edition
from bench.proofs import races
from bench.proofs.submit_storm import complete_responses, run_storm
from bench.proofs.two_editors import Model, Page, machine_on, run_machine
from surveys.models import Response, Submission

PROCESSES, ROUNDS, RACES = 6, 3, 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_processes_that_send_one_response_get_one_receipt():
    storm = run_storm(complete_responses(ROUNDS), PROCESSES)

    assert storm.wrong == ()
    assert (storm.submissions, storm.equal_receipts) == (ROUNDS, ROUNDS * (PROCESSES - 1))
    assert not multiprocessing.active_children()


@pytest.mark.django_db(transaction=True)
def test_storm_tells_of_a_response_that_cannot_be_sent():
    ((pk, _session),) = companies(one_page_edition(), 1)

    storm = run_storm([pk], 2)

    assert len(storm.wrong) == 1
    assert "NotReady" in storm.wrong[0]
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", races.RACES_RUN)
def test_races_end_only_as_they_may(name, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    ends, wrong = races.run_races(races.RACES_RUN[name], RACES)

    assert wrong == []
    assert ends.total() == RACES


@pytest.mark.django_db
def test_two_editors_never_overwrite_each_other_in_silence():
    campaign = one_page_edition()

    def new_response():
        ((pk, _session),) = companies(campaign, 1)
        return Response.objects.get(pk=pk)

    run_machine(machine_on(new_response), runs=6, steps=25)


def test_the_editors_model_refuses_what_was_not_seen():
    model = Model()
    model.save(Page(0, model.now | {"bench-1": 1}))

    clashes = model.save(Page(0, dict.fromkeys(model.now) | {"bench-1": 2, "bench-2": 3}))

    assert clashes == {"bench-1": (1, 2)}
    assert model.now["bench-2"] is None
