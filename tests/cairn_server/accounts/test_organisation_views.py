from __future__ import annotations


def test_an_owner_finds_the_members_and_a_learner_does_not(client, olga, ada, college):
    link = f"/organisations/{college.pk}/members/"
    client.force_login(olga)
    assert link in client.get("/organisations/").content.decode()

    client.force_login(ada)
    page = client.get("/organisations/").content.decode()
    assert "North College" in page
    assert link not in page


def test_who_belongs_nowhere_is_told_how_one_comes_to_belong(client, zoe):
    from cairn_server.accounts.models import Membership
    from tests.moments import MONDAY

    Membership.objects.filter(person=zoe).update(until=MONDAY)
    client.force_login(zoe)

    assert "You belong to no organisation" in client.get("/organisations/").content.decode()
