from __future__ import annotations

import pytest

from cairn_server.accounts.answering import answer_once
from cairn_server.accounts.models import KeptAnswer
from cairn_server.errors import IdempotencyKeyReused, LastOwner


@pytest.fixture
def calls():
    return []


@pytest.fixture
def act(calls):
    def count():
        calls.append(1)
        return {"n": len(calls)}

    return count


def test_a_repeat_gets_the_first_answer_and_does_nothing(ada, act, calls):
    first = answer_once(person=ada, key="k", request=b"a", act=act)
    again = answer_once(person=ada, key="k", request=b"a", act=act)

    assert (first, again, len(calls)) == ({"n": 1}, {"n": 1}, 1)


def test_without_a_key_every_call_counts(ada, act, calls):
    answer_once(person=ada, key=None, request=b"a", act=act)
    answer_once(person=ada, key=None, request=b"a", act=act)

    assert len(calls) == 2
    assert not KeptAnswer.objects.exists()


def test_a_key_belongs_to_one_request_of_one_person(ada, bea, act):
    answer_once(person=ada, key="k", request=b"a", act=act)

    with pytest.raises(IdempotencyKeyReused):
        answer_once(person=ada, key="k", request=b"b", act=act)
    assert answer_once(person=bea, key="k", request=b"b", act=act) == {"n": 2}


def test_a_refused_call_may_be_sent_again(ada, act):
    def refuse():
        raise LastOwner("no")

    with pytest.raises(LastOwner):
        answer_once(person=ada, key="k", request=b"a", act=refuse)

    assert answer_once(person=ada, key="k", request=b"a", act=act) == {"n": 1}
