from __future__ import annotations

from cairn_server.accounts.models import Person
from tests.cairn_server.accounts.conftest import PASSWORD

CHOSEN = {"name": "Ada", "language": "en", "time_zone": "Asia/Tokyo", "minutes_a_day": "9"}


def test_settings_are_kept_and_shown_again(client, ada):
    client.force_login(ada)

    assert client.post("/settings/", CHOSEN)["Location"] == "/settings/"
    page = client.get("/settings/").content.decode()

    assert 'value="Asia/Tokyo"' in page
    assert Person.objects.get(pk=ada.pk).minutes_a_day == 9


def test_a_refused_setting_keeps_what_was_typed_and_ties_the_error_to_it(client, ada):
    client.force_login(ada)

    answer = client.post("/settings/", CHOSEN | {"time_zone": "Nowhere"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="Nowhere"' in page
    assert 'aria-describedby="id_time_zone_helptext id_time_zone_error"' in page
    assert 'aria-invalid="true"' in page
    assert Person.objects.get(pk=ada.pk).time_zone == "UTC"


def test_nobody_else_gets_there(client, db):
    for address in ("/settings/", "/settings/erasure/", "/organisations/"):
        assert client.get(address)["Location"] == f"/accounts/login/?next={address}"
    assert client.post("/settings/sessions/").status_code == 302


def test_signing_out_everywhere_needs_a_post_and_reaches_this_browser_too(client, ada):
    client.force_login(ada)
    assert client.get("/settings/sessions/").status_code == 405

    assert client.post("/settings/sessions/")["Location"] == "/accounts/login/"
    assert client.get("/settings/").status_code == 302


def test_erasing_asks_who_one_is_and_for_the_address(client, olga, ada):
    client.post("/accounts/login/", {"login": "olga@north.example", "password": PASSWORD})
    asked = client.get("/settings/erasure/")
    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Fsettings%2Ferasure%2F"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get("/settings/erasure/").status_code == 200
    assert client.post("/settings/erasure/", {"email": "ada@north.example"}).status_code == 422
    refused = client.post("/settings/erasure/", {"email": "olga@north.example"})
    assert refused.status_code == 409
    assert "only owner" in refused.content.decode()
    assert Person.objects.get(pk=olga.pk).name == "Olga"


def test_who_has_no_password_erases_by_typing_the_address(client, ada):
    client.force_login(ada)

    answer = client.post("/settings/erasure/", {"email": "ada@north.example"})

    assert answer["Location"] == "/"
    assert Person.objects.get(pk=ada.pk).kind == "erased"
    assert client.get("/settings/").status_code == 302


def test_the_settings_cost_the_same_however_many_organisations(
    client, ada, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cairn_server.accounts.models import Membership, Organisation
    from tests.moments import MONDAY

    client.force_login(ada)
    client.get("/settings/")
    with CaptureQueriesContext(connection) as first:
        client.get("/settings/")
    for number in range(30):
        one = Organisation.objects.create(name=f"Z{number}", slug=f"z{number}", kind="employer")
        Membership.objects.create(person=ada, organisation=one, since=MONDAY)

    with django_assert_num_queries(len(first)):
        client.get("/settings/")
