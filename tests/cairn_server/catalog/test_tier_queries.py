from __future__ import annotations

from cairn_server.catalog.models import AchievementVersion
from cairn_server.catalog.tier_queries import tiers_of
from tests.making_skills import make_achievement


def make_tier(organisation, title, number, of="Guide"):
    version = make_achievement(organisation, title)
    version.tier_of, version.tier = of, number
    version.save()
    return version


def told(version):
    return [(one.title, one.number) for one in tiers_of(version)]


def test_the_tiers_of_a_badge_are_told_in_their_order(college, zoe, django_assert_num_queries):
    zeal, art = make_tier(college, "Zeal", 1), make_tier(college, "Art", 2)
    make_tier(college, "Coach", 1, of="Coach")
    make_tier(zoe.memberships.get().organisation, "Elsewhere", 3)

    with django_assert_num_queries(1):
        assert told(zeal) == [("Zeal", 1), ("Art", 2)]
    assert told(art) == told(zeal)


def test_a_draft_and_what_is_a_tier_no_longer_are_left_out(college):
    zeal, art, mend = (make_tier(college, name, n) for n, name in enumerate("ZAM", 1))
    AchievementVersion.objects.filter(pk=art.pk).update(published_at=None)
    mend.pk, mend.number, mend.tier_of, mend.tier = None, 2, "", None
    mend.save(force_insert=True)

    assert told(zeal) == [("Z", 1)]


def test_what_is_no_tier_asks_nothing(college, django_assert_num_queries):
    plain = make_achievement(college, "Plain")

    with django_assert_num_queries(0):
        assert told(plain) == []
