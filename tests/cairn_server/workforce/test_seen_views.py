from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import now

from cairn_server.accounts.models import Grant
from cairn_server.workforce.keeping import let_know, note_recall_of
from tests.cairn_server.workforce.conftest import answer, here
from tests.making_skills import give, make_achievement
from tests.moments import DAY


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


def test_a_person_lets_an_organisation_see_what_recall_keeps_current_and_stops(
    client, college, ada, zoe, quizzed
):
    there = reverse("workforce:recall", args=[college.pk])
    client.force_login(ada)
    assert "It does not see that recall" in client.get(reverse("workforce:seen")).text

    on = client.post(there, {"on": "yes"}, follow=True)
    assert "It sees by which day recall kept" in on.text
    assert "It does not see that recall" in client.post(there, {"on": "no"}, follow=True).text

    south = zoe.memberships.get().organisation
    assert client.post(reverse("workforce:recall", args=[south.pk])).status_code == 404


def test_it_is_told_on_ones_own_page_and_to_the_manager_once_let(
    client, college, ada, max_, quizzed
):
    at = now()
    give(quizzed, ada, at - 300 * DAY)
    answer(ada, at)
    note_recall_of(ada, at=at)
    here_of_ada = reverse("workforce:person", args=[college.pk, here(ada).pk])

    def is_told(reader, page):
        client.force_login(reader)
        return "Kept current by recall" in client.get(page).text

    assert is_told(ada, reverse("hub:my-skills"))
    assert not is_told(max_, here_of_ada)
    let_know(person=ada, organisation=college, on=True, at=at)
    assert is_told(max_, here_of_ada)
    assert is_told(ada, reverse("workforce:seen"))
