from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import now

from tests.making_skills import give


def test_members_read_the_feed_and_stay_out_of_it(client, college, ada, bea, data):
    give(data, ada, now())
    url = reverse("workforce:recognition", args=[college.pk])
    client.force_login(bea)
    before = client.get(url)
    client.force_login(ada)
    client.post(reverse("workforce:feed-choice", args=[college.pk]), {"stays_out": "1"})
    client.force_login(bea)
    after = client.get(url, {"after": "nonsense"})

    assert [one.name for one in before.context["page"].items] == ["Ada"]
    assert after.context["page"].items == []
    assert "Nothing yet" in after.text


def test_only_who_sees_skills_goes_from_the_feed_to_the_board(client, college, max_, bea):
    url = reverse("workforce:recognition", args=[college.pk])
    board = reverse("workforce:board", args=[college.pk])
    client.force_login(max_)
    managers = client.get(url)
    client.force_login(bea)

    assert f'href="{board}"' in managers.text
    assert f'href="{board}"' not in client.get(url).text


def test_strangers_find_no_feed(client, college, zoe):
    client.force_login(zoe)

    assert client.get(reverse("workforce:recognition", args=[college.pk])).status_code == 404
    assert client.post(reverse("workforce:feed-choice", args=[college.pk])).status_code == 404
