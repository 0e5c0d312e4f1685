from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from cairn_server.credentials.allocating import allocate
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import StatusList
from tests.moments import MONDAY

PLACES_EACH = 5


@pytest.fixture
def issuer(college):
    return establish_issuer(organisation=college, at=MONDAY)


def test_places_differ_and_do_not_come_in_order(issuer):
    positions = [allocate(issuer).position for _ in range(20)]

    assert len(set(positions)) == 20
    assert positions != sorted(positions)


def test_a_full_list_is_closed_and_another_opened(issuer):
    first = allocate(issuer).status_list
    StatusList.objects.filter(pk=first.pk).update(counter=first.length)

    second = allocate(issuer).status_list

    assert second.pk != first.pk
    assert list(StatusList.objects.filter(is_open=True, purpose="revocation")) == [second]


def test_beside_each_list_stands_one_of_suspensions_with_the_same_positions(issuer):
    place = allocate(issuer)
    paired = StatusList.objects.get(pk=place.suspension_id)
    assert (paired.purpose, paired.length, paired.is_open) == (
        "suspension",
        place.status_list.length,
        True,
    )
    assert allocate(issuer).suspension_id == paired.pk
    StatusList.objects.filter(pk=place.status_list.pk).update(counter=place.status_list.length)

    assert allocate(issuer).suspension_id != paired.pk

    paired.refresh_from_db()
    assert not paired.is_open


def test_a_place_given_back_by_a_rollback_is_used_by_nobody_else_meanwhile(issuer):
    allocate(issuer)

    def fail():
        with transaction.atomic():
            allocate(issuer)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert StatusList.objects.get(purpose="revocation").counter == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_never_share_a_place(issuer):
    together, places = Barrier(8), []

    def work():
        together.wait()
        try:
            for _ in range(PLACES_EACH):
                place = allocate(issuer)
                places.append((place.status_list.pk, place.position))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(places) == len(set(places)) == 8 * PLACES_EACH
    assert StatusList.objects.get(purpose="revocation").counter == 8 * PLACES_EACH
