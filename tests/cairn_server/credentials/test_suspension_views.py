from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from cairn_server.credentials.models import AwardEvent
from cairn_server.credentials.suspending import is_suspended
from cairn_server.journal.models import Outbox
from cairn_server.journal.settling import settle_due

FORM = {"reason": "under-review", "until": "", "note": ""}


@pytest.fixture
def url(credential):
    return f"/credentials/{credential.pk}/"


def test_an_issuer_suspends_and_ends_it_and_the_holder_is_told(client, credential, ida, url):
    client.force_login(ida)
    assert "Suspend it" in client.get(url).text
    until = (now() + timedelta(days=30)).date()

    done = client.post(f"{url}suspension/", {**FORM, "until": until.isoformat()}, follow=True)

    assert "Suspended. Whoever verifies it" in done.text
    assert "Genuine, but suspended at present." in done.text
    assert f"It counts again from {until.day} " in done.text
    assert "What it rests on is being looked at again." in done.text
    checked = client.post("/verify/", {"text": credential.document}).text
    assert "Genuine, but suspended" in checked
    again = client.post(f"{url}reinstatement/", follow=True)
    assert "Genuine and not revoked." in again.text
    assert "It is not suspended." in client.post(f"{url}reinstatement/", follow=True).text
    Outbox.objects.update(due_at=now())
    settle_due(at=now())
    assert [one.subject.partition(":")[0] for one in mail.outbox] == ["Suspended", "In force again"]


def test_the_holder_sees_it_among_their_credentials(client, credential, ida, ada, url):
    client.force_login(ida)
    client.post(f"{url}suspension/", FORM)
    client.force_login(ada)

    assert "Suspended" in client.get("/my/credentials/").text
    page = client.get(url).text
    assert "Suspended since" in page
    assert "Let it count again" not in page


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"reason": "because"}, 422),
        ({"until": "yesterday"}, 422),
        ({"until": "2020-01-01"}, 422),
    ],
)
def test_what_cannot_be_is_answered_on_the_page(client, credential, ida, url, change, status):
    client.force_login(ida)

    page = client.post(f"{url}suspension/", FORM | change)

    assert page.status_code == status
    assert "error" in page.text
    assert not is_suspended(credential.award)


def test_twice_is_told_and_done_once(client, credential, ida, url):
    client.force_login(ida)
    client.post(f"{url}suspension/", FORM)

    again = client.post(f"{url}suspension/", FORM)

    assert again.status_code == 409
    assert "suspended already" in again.text
    assert AwardEvent.objects.filter(kind="suspend").count() == 1


def test_nobody_else_may(client, credential, ada, zoe, url):
    for person in (ada, zoe):
        client.force_login(person)
        for path in ("suspension/", "reinstatement/"):
            assert client.post(url + path, FORM).status_code == 404
    client.logout()
    assert client.post(f"{url}suspension/", FORM).status_code == 302


def test_the_list_of_awards_can_be_narrowed_to_it(client, credential, college, ida, url):
    client.force_login(ida)
    client.post(f"{url}suspension/", FORM)
    awards = f"/organisations/{college.pk}/awards/"

    shown = client.get(awards, {"state": "suspended"}).context["rows"]

    assert [(row.state, row.reason) for row in shown] == [("suspended", "under-review")]
    assert list(client.get(awards, {"state": "stands"}).context["rows"]) == []
