from __future__ import annotations

from cairn_server.workforce.seen import seen_of
from cairn_server.workforce.sharing import share_award
from tests.making_skills import give, make_achievement
from tests.moments import DAY, MONDAY


def test_a_person_is_told_what_is_seen_and_what_is_not(college, ada, zoe, sql, data):
    south = zoe.memberships.get().organisation
    give(data, ada)
    award = give(make_achievement(south, "South", (sql, 5)), ada)

    [seen] = seen_of(ada, at=MONDAY)
    assert [skill.ability.level for skill in seen.skills if skill.name == "SQL"] == [3]
    assert [(one.title, one.shared_until) for one in seen.elsewhere] == [("South", None)]

    share_award(person=ada, organisation=college, award=award, at=MONDAY)
    [seen] = seen_of(ada, at=MONDAY)
    assert [skill.ability.level for skill in seen.skills if skill.name == "SQL"] == [5]
    assert seen.elsewhere[0].shared_until == MONDAY + 365 * DAY


def test_who_belongs_nowhere_is_seen_by_nobody(ada):
    ada.memberships.update(until=MONDAY)

    assert seen_of(ada, at=MONDAY) == []
