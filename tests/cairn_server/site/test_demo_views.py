from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.mail import EmailMessage

from cairn_server.accounts.access import GUEST_KEY
from cairn_server.accounts.models import Person
from cairn_server.journal.models import Event
from cairn_server.site.mailing import FolderBackend
from tests.making import join


@pytest.fixture
def demo(settings, tmp_path):
    settings.CAIRN_DEMO = True
    settings.CAIRN_HOME = tmp_path


def session_of(person):
    return f"/demo/people/{person.pk}/sessions/"


def test_outside_the_demo_there_is_no_such_page(client, ada):
    for address in ("/demo/", "/demo/mail/"):
        assert client.get(address).status_code == 404
    assert client.post(session_of(ada)).status_code == 404
    assert client.get("/settings/").status_code == 302


def test_from_another_machine_there_is_no_such_page_either(client, ada, demo):
    for address in ("/demo/", "/demo/mail/"):
        assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.post(session_of(ada), REMOTE_ADDR="192.0.2.7").status_code == 404
    forwarded = {"X-Forwarded-For": "127.0.0.1"}
    answer = client.post(session_of(ada), REMOTE_ADDR="192.0.2.7", headers=forwarded)
    assert answer.status_code == 404


def test_everybody_is_listed_with_what_they_do(client, ada, eve, zoe, demo):
    page = client.get("/demo/").content.decode()

    for words in ("North College", "South Works", "Ada", "Evaluator"):
        assert words in page


def test_whom_the_tour_meets_stand_first_once_and_in_its_order(client, college, eve, demo):
    for name, role in (("Kaya Brandt", "manager"), ("Ana Moreira", "author")):
        join(name, college, role)

    page = client.get("/demo/").content.decode()

    places = [page.index(f"<bdi>{name}</bdi>") for name in ("Ana Moreira", "Kaya Brandt", "Eve")]
    assert places == sorted(places)
    assert page.count("<bdi>Kaya Brandt</bdi>") == 1


def test_only_the_first_few_learners_are_listed_beside_all_with_a_role(client, college, eve, demo):
    for number in range(9):
        join(f"Learner{number}", college)
    late = join("Late", college, "manager")

    page = client.get("/demo/").content.decode()

    assert [f"Learner{number}" in page for number in range(9)] == [True] * 6 + [False] * 3
    assert "Late" in page
    assert client.post(session_of(late))["Location"] == "/today/"


def test_one_becomes_somebody_by_a_post_only(client, ada, demo):
    assert client.get(session_of(ada)).status_code == 405

    assert client.post(session_of(ada))["Location"] == "/today/"
    assert "Ada" in client.get("/settings/").content.decode()


def test_one_can_become_somebody_else_then(client, ada, eve, demo):
    client.post(session_of(ada))
    client.post(session_of(eve))

    assert "eve@north.example" not in client.get("/demo/").content.decode()
    assert client.get("/settings/").context["learner"] == eve


def test_what_a_guest_learned_goes_with_them(client, ada, demo):
    guest = Person.objects.create(kind="guest")
    session = client.session
    session[GUEST_KEY] = str(guest.pk)
    session.save()

    client.post(session_of(ada))

    assert Event.objects.get(kind="person.signed_in").data == {"guest": str(guest.pk)}


def test_a_guest_or_nobody_cannot_be_been(client, demo, db):
    guest = Person.objects.create(kind="guest")

    assert client.post(session_of(guest)).status_code == 404
    assert client.post(f"/demo/people/{uuid4()}/sessions/").status_code == 404


def test_mail_is_shown_as_text_with_its_links(client, demo, db, tmp_path):
    body = "Hello <script>alert(1)</script>\n\nhttp://localhost:8000/accounts/x/"
    FolderBackend(file_path=tmp_path / "mail").send_messages(
        [EmailMessage("Choose", body, "cairn@localhost", ["ada@north.example"])]
    )

    page = client.get("/demo/mail/").content.decode()

    assert '<a href="http://localhost:8000/accounts/x/"' in page
    assert "&lt;script&gt;" in page
    assert "To ada@north.example" in page


def test_before_any_mail_the_page_says_what_arrives_there(client, demo, db):
    assert "No mail yet" in client.get("/demo/mail/").content.decode()
