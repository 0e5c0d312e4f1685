from __future__ import annotations

import re
from contextlib import suppress
from random import Random

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Credential
from cairn_server.journal.ids import new_id
from cairn_server.workforce import awarded
from cairn_server.workforce.awarded import holders, text_of, visible_awards
from cairn_server.workforce.sharing import share_award, stop_sharing
from tests.making import join
from tests.making_skills import give, give_all, ledger, let_end, make_achievement
from tests.moments import DAY, MONDAY


def held_by(college, person, at=MONDAY):
    """Whether the college sees that a person holds something, read in both ways."""
    seen = text_of(person.pk) in {
        key for one in holders(college, at).values() for key in one.people
    }
    assert seen == visible_awards(college, at).filter(person=person).exists()
    return seen


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ([AwardEventKind.REVOKE], False),
        ([AwardEventKind.SUSPEND], False),
        ([AwardEventKind.SUSPEND, AwardEventKind.REINSTATE], True),
        ([AwardEventKind.REVOKE, AwardEventKind.REINSTATE], False),
    ],
)
def test_what_was_taken_back_shows_nothing(college, ada, data, words, stands):
    award = give(data, ada)
    for day, kind in enumerate(words):
        ledger(award, kind, MONDAY + day * DAY)

    assert held_by(college, ada, MONDAY + 3 * DAY) is stands


def test_what_has_expired_shows_nothing(college, ada, data):
    give(data, ada)
    let_end(Credential.objects.all(), MONDAY + 5 * DAY)

    assert held_by(college, ada, MONDAY + 4 * DAY)
    assert not held_by(college, ada, MONDAY + 6 * DAY)


def held_on(college, day) -> set[str]:
    found = holders(college, MONDAY, day=(MONDAY + day * DAY).date())
    return {person for held in found.values() for person in held.people}


def test_on_a_later_day_what_ends_before_shows_nothing(college, ada, bea, data):
    give(data, ada)
    give(data, bea)
    let_end(Credential.objects.filter(award__person=ada), MONDAY + 5 * DAY)

    both = {text_of(ada.pk), text_of(bea.pk)}
    assert [held_on(college, day) for day in (0, 4, 5)] == [both, both, both]
    assert held_on(college, 6) == {text_of(bea.pk)}
    assert held_on(college, 0) == both  # and nothing of it was kept


def test_on_a_later_day_what_was_renewed_still_counts(college, ada, data):
    Award.objects.filter(pk=give(data, ada).pk).update(basis="an earlier one")
    give(data, ada, MONDAY - DAY)
    first, second = Credential.objects.order_by("pk")
    let_end(Credential.objects.filter(pk=first.pk), MONDAY + 5 * DAY)
    let_end(Credential.objects.filter(pk=second.pk), MONDAY + 9 * DAY)

    assert held_on(college, 8) == {text_of(ada.pk)}
    assert held_on(college, 10) == set()


@pytest.mark.parametrize("most", [0, 500])
def test_a_later_day_is_the_same_mended_or_read_as_a_whole(
    college, ada, bea, data, monkeypatch, most
):
    give(data, ada)
    give(data, bea)
    let_end(Credential.objects.filter(award__person=bea), MONDAY + 5 * DAY)
    holders(college, MONDAY)
    monkeypatch.setattr(awarded, "MOST_MENDED", most)

    assert held_on(college, 6) == {text_of(ada.pk)}


def test_an_award_of_somebody_else_is_seen_only_while_it_is_shared(college, ada, zoe, sql):
    south = zoe.memberships.get().organisation
    award = give(make_achievement(south, "South", (sql, 4)), ada)
    assert not held_by(college, ada)

    share_award(person=ada, organisation=college, award=award, at=MONDAY)
    assert held_by(college, ada)
    assert not held_by(college, ada, MONDAY + 366 * DAY)

    stop_sharing(person=ada, organisation=college, award=award, at=MONDAY)
    assert not held_by(college, ada)


def test_what_is_kept_is_read_again_when_the_ledger_grows(college, ada, bea, data):
    award = give(data, ada)
    assert held_by(college, ada)

    give(data, bea, MONDAY - DAY)
    [one] = holders(college, MONDAY).values()
    assert one.people == [text_of(bea.pk), text_of(ada.pk)]  # the earliest first

    ledger(award, AwardEventKind.SUSPEND, MONDAY)
    assert not held_by(college, ada)
    ledger(award, AwardEventKind.REINSTATE, MONDAY + DAY)
    assert held_by(college, ada, MONDAY + DAY)
    ledger(award, AwardEventKind.REVOKE, MONDAY + 2 * DAY)
    assert not held_by(college, ada, MONDAY + 2 * DAY)


def test_nothing_is_read_again_while_nothing_has_changed(
    college, ada, data, django_assert_num_queries
):
    give(data, ada)

    with django_assert_num_queries(6):  # grants; the ledger twice; awards, stops, ends
        first = holders(college, MONDAY)
    with django_assert_num_queries(3):
        assert holders(college, MONDAY) is first


def test_the_least_used_is_forgotten_when_too_much_is_kept(college, zoe, monkeypatch, sql):
    south = zoe.memberships.get().organisation
    for place in (college, south):
        give(make_achievement(place, "Achievement", (sql, 3)), zoe)

    kept = holders(college, MONDAY)
    assert holders(college, MONDAY) is kept
    monkeypatch.setattr(awarded, "MOST_KEPT", 1)
    holders(south, MONDAY)

    assert holders(college, MONDAY) is not kept


def test_an_earlier_moment_is_asked_about_without_what_is_kept(college, ada, bea, data):
    give(data, ada, MONDAY)
    give(data, bea, MONDAY + 2 * DAY)
    assert held_by(college, bea, MONDAY + 2 * DAY)

    assert held_by(college, ada, MONDAY + DAY)
    assert not held_by(college, bea, MONDAY + DAY)


def test_only_what_has_changed_is_read_again(college, ada, bea, data, sql, monkeypatch):
    other = make_achievement(college, "Other", (sql, 3))
    give(data, ada)
    give(other, ada)
    first = holders(college, MONDAY)
    monkeypatch.setattr(awarded, "_read", None)  # would read everything

    give(data, bea)
    second = holders(college, MONDAY)

    assert second[text_of(data.pk)].people == sorted([text_of(ada.pk), text_of(bea.pk)])
    assert second[text_of(other.pk)] is first[text_of(other.pk)]
    assert first[text_of(data.pk)].people == [text_of(ada.pk)]


@pytest.mark.parametrize("number", [1, 30])
def test_what_changed_takes_as_many_queries_for_one_as_for_thirty(
    college, data, number, django_assert_num_queries
):
    persons = [join(f"N{n}", college) for n in range(number)]
    holders(college, MONDAY)
    give_all([(data, one, MONDAY) for one in persons])

    with django_assert_num_queries(8):  # three; new words, whose, awards, stops, ends
        [held] = holders(college, MONDAY).values()

    assert len(held.people) == number


def test_a_word_that_comes_late_into_the_ledger_is_not_missed(college, ada, bea, data):
    early = new_id()  # of a transaction that takes longer than the next
    award = give(data, ada)
    assert held_by(college, ada)

    revoked = {"award": award, "kind": AwardEventKind.REVOKE, "at": MONDAY}
    AwardEvent.objects.create(id=early, organisation_id=college.pk, **revoked)

    assert not held_by(college, ada)


def test_what_was_kept_of_words_that_were_undone_is_forgotten(college, ada, bea, data):
    with suppress(ZeroDivisionError), atomic():
        give(data, ada)
        assert held_by(college, ada)
        raise ZeroDivisionError
    give(data, bea)

    assert (held_by(college, ada), held_by(college, bea)) == (False, True)


def test_who_is_forgotten_is_not_kept(college, ada, bea, data):
    award = give(data, ada)
    give(data, bea)
    assert held_by(college, ada)

    ledger(award, AwardEventKind.ERASE)
    Award.objects.filter(pk=award.pk).update(person=None)

    assert not held_by(college, ada)
    assert held_by(college, bea)


def test_more_than_can_be_mended_is_read_as_a_whole(college, ada, bea, data, monkeypatch):
    monkeypatch.setattr(awarded, "MOST_MENDED", 1)
    holders(college, MONDAY)

    give_all([(data, ada, MONDAY), (data, bea, MONDAY)])

    assert held_by(college, ada)
    assert held_by(college, bea)


@pytest.mark.parametrize("is_shared", [False, True])
def test_every_query_goes_by_the_organisation_or_by_awards_that_it_sees(
    college, ada, zoe, data, sql, is_shared
):
    award = give(data, ada)
    foreign = give(make_achievement(zoe.memberships.get().organisation, "South", (sql, 4)), ada)
    if is_shared:
        share_award(person=ada, organisation=college, award=foreign, at=MONDAY)

    with CaptureQueriesContext(connection) as asked:
        holders(college, MONDAY)
    with CaptureQueriesContext(connection) as asked_again:
        ledger(award, AwardEventKind.RENEW)
        holders(college, MONDAY)
    plans = [plan_of(one["sql"]) for one in (*asked, *asked_again) if "SELECT" in one["sql"][:6]]

    assert len(plans) == 14 + 5 * is_shared
    assert [plan for plan in plans if "SCAN" in plan] == []
    by = {sign for plan in plans for sign in re.findall(r"\((\w+)[=<>]", plan)}
    assert by == {"organisation_id", "award_id", "id"} | ({"person_id"} if is_shared else set())


def plan_of(query: str) -> str:
    if connection.vendor != "sqlite":
        pytest.skip("the plans of SQLite are told")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return " ".join(row[3] for row in cursor.fetchall())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_mended_is_what_is_read_from_scratch(college, zoe, ada, bea, sql, talk, seed):
    chance = Random(seed)  # a walk, no secret
    world = Walk(college, zoe, [ada, bea, join("Cid", college)], sql, talk)
    for _ in range(40):
        chance.choice(world.steps)(chance)
        world.at += chance.choice([0, 0, 1, 9]) * DAY

        mended_ = holders(college, world.at)
        awarded._KEPT, kept = awarded._Cache(), awarded._KEPT
        scratch = holders(college, world.at)
        awarded._KEPT = kept

        assert mended_ == scratch
        visible = visible_awards(college, world.at).filter(person__isnull=False)
        asked = visible.values_list("achievement_version", "person")
        told = ((key, one) for key, held in scratch.items() for one in held.people)
        assert sorted(told) == sorted((text_of(a), text_of(b)) for a, b in asked)


class Walk:
    """Everything that can happen to awards that a college sees, step by step."""

    def __init__(self, college, zoe, people, sql, talk):
        self.college, self.people, self.at, self.given = college, people, MONDAY, 0
        here = [make_achievement(college, f"A{n}", (sql, 3)) for n in range(3)]
        south = zoe.memberships.get().organisation
        self.versions = [*here, make_achievement(south, "South", (talk, 4))]
        self.steps = [self.give, self.give, self.say, self.say, self.expire, self.share]
        self.steps += [self.stop_sharing, self.supersede, self.forget]

    def give(self, chance):
        version, person = chance.choice(self.versions), chance.choice(self.people)
        if not Award.objects.filter(achievement_version=version, person=person).exists():
            give(version, person, self.at + chance.choice([-5, 0, 3]) * DAY)

    def say(self, chance):
        if award := self.any(chance):
            said = AwardEvent.objects.filter(award=award, kind=AwardEventKind.REVOKE)
            kinds = [AwardEventKind.SUSPEND] * 3 + [AwardEventKind.REINSTATE] * 3
            kinds += [] if said.exists() else [AwardEventKind.REVOKE]
            ledger(award, chance.choice(kinds), self.at)

    def expire(self, chance):
        if award := self.any(chance):
            until = self.at + chance.randint(-3, 20) * DAY
            let_end(Credential.objects.filter(award=award), until)
            ledger(award, AwardEventKind.RENEW, self.at)

    def share(self, chance):
        if award := self.any(chance):
            share_award(person=award.person, organisation=self.college, award=award, at=self.at)

    def stop_sharing(self, chance):
        if award := self.any(chance):
            stop_sharing(person=award.person, organisation=self.college, award=award, at=self.at)

    def supersede(self, chance):
        award = self.any(chance)
        if award and not AwardEvent.objects.filter(award=award, kind="revoke").exists():
            Award.objects.filter(pk=award.pk).update(basis=f"before {new_id()}")
            new = give(award.achievement_version, award.person, award.awarded_at)
            Award.objects.filter(pk=new.pk).update(supersedes=award)
            ledger(award, AwardEventKind.CORRECT, self.at)
            ledger(award, AwardEventKind.REVOKE, self.at)

    def forget(self, chance):
        award = self.any(chance)
        if award and chance.random() < 0.2:
            ledger(award, AwardEventKind.ERASE, self.at)
            Award.objects.filter(pk=award.pk).update(person=None)

    def any(self, chance):
        found = list(Award.objects.filter(person__isnull=False).order_by("pk"))
        return chance.choice(found) if found else None
