import pytest
from django.urls import reverse

from cairn_server.credentials.models import Credential, Holder
from tests.cairn_server.credentials.conftest import make_credential, without_token


def test_the_holder_sees_their_cairn(client, ada, credential):
    client.force_login(ada)

    page = client.get(reverse("credentials:mine"))

    assert "Checking for Understanding" in page.text
    assert 'aria-label="A cairn of 1 stone"' in page.text


def test_whoever_holds_nothing_is_told_what_belongs_there(client, bea, credential):
    client.force_login(bea)

    page = client.get(reverse("credentials:mine"))

    assert "Your first stone is still to come" in page.text
    assert "Checking for Understanding" not in page.text


def test_the_list_asks_for_sign_in(client, db):
    assert client.get(reverse("credentials:mine")).status_code == 302


@pytest.mark.parametrize("stones", [1, 30])
def test_the_cairn_takes_as_many_queries_for_one_stone_as_for_thirty(
    client, ada, checking, stones, django_assert_num_queries
):
    for _ in range(stones):
        make_credential(ada, checking)
    client.force_login(ada)
    client.get(reverse("credentials:mine"))

    with django_assert_num_queries(5):
        page = client.get(reverse("credentials:mine"))

    assert len(page.context["held"]) == stones


@pytest.mark.parametrize("who", ["bea", "ida", "zoe"])
@pytest.mark.parametrize("what", ["choose-name", "switch-page"])
def test_nobody_else_decides_for_the_holder(client, request, credential, who, what):
    client.force_login(request.getfixturevalue(who))
    missing = client.post(reverse(f"credentials:{what}", args=["0" * 32]), {"on": "no"})

    page = client.post(reverse(f"credentials:{what}", args=[credential.pk]), {"on": "no"})

    assert page.status_code == missing.status_code == 404
    assert without_token(page) == without_token(missing)
    assert Credential.objects.get().is_public
    assert Holder.objects.get().show_name is None


def test_a_switch_that_says_nothing_changes_nothing(client, ada, credential):
    client.force_login(ada)

    answer = client.post(reverse("credentials:switch-page", args=[credential.pk]), {"on": "maybe"})

    assert answer.status_code == 400
    assert Credential.objects.get().is_public


def test_my_credentials_say_what_stands_behind_their_issuers(client, ada, credential):
    issuer = credential.status_list.issuer
    issuer.standing = "institution-accredited"
    issuer.save()
    client.force_login(ada)

    assert "(Institution-accredited)" in client.get("/my/credentials/").text
