import threading

import pytest

from cairn_server.journal import ids
from cairn_server.journal.ids import new_id, new_public_id


@pytest.fixture(autouse=True)
def none_was_made_before(monkeypatch):
    monkeypatch.setattr(ids, "_latest", threading.local())


def test_an_id_is_a_uuid_of_version_7_whose_first_48_bits_are_the_milliseconds(monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 0x017F22E279B0 * 1_000_000)  # RFC 9562, A.6

    made = new_id()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.hex.startswith("017f22e279b07")


def test_a_later_id_sorts_later(monkeypatch):
    made = []
    for millisecond in (1_000, 1_001, 2_000_000):
        monkeypatch.setattr("time.time_ns", lambda now=millisecond: now * 1_000_000)
        made.append(new_id())

    assert made == sorted(made)


def test_ids_of_one_millisecond_sort_as_they_were_made(monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 1_000 * 1_000_000)

    made = [new_id() for _ in range(10_000)]

    assert made == sorted(set(made))


def test_a_clock_set_back_takes_no_id_before_an_earlier_one(monkeypatch):
    made = []
    for millisecond in (2_000_000, 1_000, 1_001):
        monkeypatch.setattr("time.time_ns", lambda now=millisecond: now * 1_000_000)
        made.append(new_id())

    assert made == sorted(set(made))


def test_a_public_id_is_128_bits_that_differ_each_time():
    ids = {new_public_id() for _ in range(100)}

    assert len(ids) == 100
    assert {len(bytes.fromhex(one)) for one in ids} == {16}
