from __future__ import annotations

import pytest
from django.urls import reverse

from cairn_server.assessment.models import Submission
from cairn_server.workforce.models import Nomination
from tests.making_skills import give


@pytest.fixture
def send(client, college, thanks):
    def act(person, *, by, text="Mended the night plan."):
        client.force_login(by)
        url = reverse("workforce:nominate", args=[college.pk, thanks.achievement_id])
        told = {"person": str(person.memberships.get().pk), "part-text": text}
        return client.post(url, told, follow=True)

    return act


def test_a_colleague_nominates_and_the_nominee_reads_and_declines(client, send, ada, bea):
    sent = send(ada, by=bea)
    nomination = Nomination.objects.get()
    client.force_login(ada)
    page = client.get(reverse("workforce:nomination", args=[nomination.pk]))
    today = client.get(reverse("hub:today"))
    after = client.post(reverse("workforce:nomination-end", args=[nomination.pk]), follow=True)

    assert "with the evaluators" in sent.text
    assert "Mended the night plan." in page.text
    assert "You are nominated: Crowd" in today.text
    assert "You declined" in after.text
    assert not Submission.objects.exists()


def test_a_second_nomination_is_refused_in_words_and_keeps_the_text(send, ada, bea, max_):
    send(ada, by=bea)

    page = send(ada, by=max_, text="Something else.")

    assert page.status_code == 422
    assert "Something else." in page.text
    assert Nomination.objects.count() == 1


def test_a_badge_in_tiers_is_one_badge_with_what_each_tier_asks_for(
    client, college, tiers, thanks, ada, data
):
    tiers[0].prerequisites = "Four weeks with somebody new."
    tiers[0].save()
    give(tiers[1], ada)
    client.force_login(ada)

    page = client.get(reverse("workforce:nominations", args=[college.pk])).text
    form = client.get(reverse("workforce:nominate", args=[college.pk, tiers[1].achievement_id]))
    feed = client.get(reverse("workforce:recognition", args=[college.pk])).text

    places = [page.index(text) for text in ("Crowd</a>", ">Guide<", "Zeal</a>", "Mend</a>", "Art<")]
    assert places == sorted(places)
    assert "One badge in 3 tiers." in page
    assert page.count("Tier ") == 3
    assert "Judged on" in page
    assert "Four weeks with somebody new." in page
    assert "Guide, tier 2" in form.text
    assert "Guide, tier 2" in feed


def test_whom_to_nominate_is_looked_for_and_kept_when_refused(client, college, thanks, ada, bea):
    client.force_login(bea)
    url = reverse("workforce:nominate", args=[college.pk, thanks.achievement_id])
    key = ada.memberships.get().pk

    found = client.get(url, {"words": "ada"})
    form = client.get(url, {"person": key})
    refused = client.post(url, {"person": str(key), "part-text": ""})

    assert f'href="{url}?person={key}#others"' in found.text
    assert "<textarea" not in found.text
    assert "Bea</bdi></a>" not in client.get(url).text  # nobody nominates themself
    for page in (form, refused):
        assert "For <strong><bdi>Ada</bdi></strong>" in page.text
        assert f'name="person" value="{key}"' in page.text
    assert refused.status_code == 422


def test_somebody_of_elsewhere_cannot_be_nominated(client, college, thanks, bea, zoe):
    client.force_login(bea)
    url = reverse("workforce:nominate", args=[college.pk, thanks.achievement_id])

    asked = client.get(url, {"person": zoe.memberships.get().pk})
    sent = client.post(url, {"person": str(zoe.memberships.get().pk), "part-text": "Mended it."})

    assert "Whom?" in asked.text
    assert "Choose whom." in sent.text
    assert "Mended it." in sent.text


def test_only_the_nominee_opens_their_nomination(client, send, ada, bea, zoe):
    send(ada, by=bea)
    url = reverse("workforce:nomination", args=[Nomination.objects.get().pk])

    for person in (bea, zoe):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert client.post(url + "end/").status_code == 404


def test_a_nominator_sees_their_own_and_a_manager_all(client, college, send, ada, bea, max_):
    send(ada, by=bea)
    url = reverse("workforce:nominations", args=[college.pk])

    seen = {}
    for person in (ada, bea, max_):
        client.force_login(person)
        seen[person.name] = len(client.get(url).context["page"].items)

    assert seen == {"Ada": 0, "Bea": 1, "Max": 1}


def test_no_form_for_what_takes_no_nominations(client, college, ada, data):
    client.force_login(ada)

    url = reverse("workforce:nominate", args=[college.pk, data.achievement_id])
    page = client.get(reverse("workforce:nominations", args=[college.pk]), {"after": "x"})

    assert client.get(url).status_code == 404
    assert "No badge takes nominations" in page.text
