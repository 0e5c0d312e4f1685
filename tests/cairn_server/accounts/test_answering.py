from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.accounts import answering
from cairn_server.accounts.answering import answer_once, first_answer, forget_answers
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


def test_what_was_answered_first_is_told_before_anything_is_looked_up(ada, bea, act):
    assert first_answer(person=ada, key="k", request=b"a") is None
    answer_once(person=ada, key="k", request=b"a", act=act)

    assert first_answer(person=ada, key="k", request=b"a") == {"n": 1}
    assert first_answer(person=bea, key="k", request=b"a") is None
    with pytest.raises(IdempotencyKeyReused):
        first_answer(person=ada, key="k", request=b"b")


def test_answers_are_kept_for_two_days_however_many_there_are(ada, act, monkeypatch):
    monkeypatch.setattr(answering, "BATCH", 2)
    for key in "abcde":
        answer_once(person=ada, key=key, request=b"a", act=act)
    first = KeptAnswer.objects.get(key="a").created_at
    KeptAnswer.objects.exclude(key="e").update(created_at=first)
    KeptAnswer.objects.filter(key="e").update(created_at=first + timedelta(seconds=1))

    just_before = forget_answers(first + timedelta(hours=48, seconds=-1))
    after = forget_answers(first + timedelta(hours=48))

    assert (just_before, after) == (0, 4)
    assert KeptAnswer.objects.get().key == "e"
    assert answer_once(person=ada, key="a", request=b"other", act=act) == {"n": 6}
