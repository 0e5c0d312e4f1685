from __future__ import annotations

from django.urls import reverse

from cairn_server.accounts.models import Grant
from tests.making_skills import give, make_achievement


def test_a_person_shares_what_they_earned_elsewhere_and_stops(client, college, ada, zoe, sql):
    award = give(make_achievement(zoe.memberships.get().organisation, "South", (sql, 4)), ada)
    share = reverse("workforce:share", args=[college.pk, award.pk])
    client.force_login(ada)

    assert "not shared" in client.get(reverse("workforce:seen")).text
    shared = client.post(share, follow=True)
    assert "shared until" in shared.text
    client.post(share, {"stop": "1"})

    assert "not shared" in client.get(reverse("workforce:seen")).text
    assert Grant.objects.count() == 1


def test_nobody_shares_what_is_not_theirs_or_with_whom_they_are_not(
    client, college, ada, bea, zoe, data
):
    award = give(data, ada)
    south = zoe.memberships.get().organisation
    client.force_login(bea)
    assert client.post(reverse("workforce:share", args=[college.pk, award.pk])).status_code == 404
    client.force_login(ada)
    assert client.post(reverse("workforce:share", args=[south.pk, award.pk])).status_code == 404

    assert not Grant.objects.exists()
