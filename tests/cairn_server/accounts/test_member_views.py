from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn_server.accounts.models import Membership, RoleName
from tests.making import join


@pytest.fixture
def members_of(college):
    return f"/organisations/{college.pk}/members/"


@pytest.fixture
def as_olga(client, olga):
    client.force_login(olga)
    return client


def addresses(organisation_id, membership_id):
    base = f"/organisations/{organisation_id}/members/"
    return [
        ("get", base),
        ("post", base),
        ("get", f"{base}import/"),
        ("post", f"{base}import/"),
        ("get", f"{base}import/people.csv"),
        ("get", f"{base}{membership_id}/"),
        ("post", f"{base}{membership_id}/"),
        ("post", f"{base}{membership_id}/end/"),
    ]


@pytest.mark.parametrize("role", [None, *RoleName.values])
def test_every_door_is_open_to_owners_only(client, college, ada, role, membership_of):
    person = join("Pat", college, *([role] if role else []))
    client.force_login(person)
    for method, address in addresses(college.pk, membership_of(ada).pk):
        answer = getattr(client, method)(address)
        if role == RoleName.OWNER:
            assert answer.status_code != 404, address
        else:
            assert answer.status_code == 404, address


def test_a_foreign_organisation_is_byte_for_byte_like_a_missing_one(
    client, college, ada, zoe, membership_of
):
    client.force_login(zoe)
    token = "csrfmiddlewaretoken"
    foreign = addresses(college.pk, membership_of(ada).pk)
    for (method, address), (_, missing) in zip(foreign, addresses(uuid4(), uuid4()), strict=True):
        one, other = getattr(client, method)(address), getattr(client, method)(missing)
        assert (one.status_code, other.status_code) == (404, 404)
        assert token not in one.content.decode()
        assert one.content.split(b"<main")[1] == other.content.split(b"<main")[1]


def test_a_member_of_another_organisation_cannot_be_reached_through_mine(
    client, college, zoe, olga, membership_of
):
    client.force_login(olga)
    address = f"/organisations/{college.pk}/members/{membership_of(zoe).pk}/"

    assert client.get(address).status_code == 404
    assert client.post(address, {"roles": ["owner"]}).status_code == 404
    assert client.post(f"{address}end/").status_code == 404
    assert Membership.objects.get(person=zoe).until is None


def test_a_member_is_added_once(as_olga, members_of):
    form = {"email": "new@x.example", "name": "New", "roles": ["author"]}

    assert as_olga.post(members_of, form).status_code == 302
    again = as_olga.post(members_of, form)

    assert again.status_code == 409
    assert "is a member of North College already" in again.content.decode()
    assert Membership.objects.filter(person__email="new@x.example").count() == 1


def test_search_narrows_and_nonsense_in_the_address_does_no_harm(as_olga, members_of, ada, bea):
    found = as_olga.get(members_of, {"text": "bea"}).content.decode()
    assert "Bea" in found
    assert "Ada" not in found.split('id="members"')[1].split("</ul>")[0]
    assert "Nobody found" in as_olga.get(members_of, {"text": "nobody"}).content.decode()
    for nonsense in ({"after": "x"}, {"text": "x" * 101}, {"role": "y"}, {"text": "\0"}):
        assert as_olga.get(members_of, nonsense).status_code == 200


def test_htmx_gets_the_list_alone(as_olga, members_of):
    part = as_olga.get(members_of, headers={"HX-Request": "true", "HX-Target": "members"})

    assert "<html" not in part.content.decode()
    assert 'id="members"' in part.content.decode()


def test_roles_are_changed_and_the_last_owner_stays(
    as_olga, members_of, ada, olga, membership_of, roles_of
):
    as_olga.post(f"{members_of}{membership_of(ada).pk}/", {"roles": ["issuer"]})
    assert roles_of(ada) == {"issuer"}

    refused = as_olga.post(f"{members_of}{membership_of(olga).pk}/", {})
    assert refused.status_code == 409
    assert "needs an owner" in refused.content.decode()
    refused = as_olga.post(f"{members_of}{membership_of(olga).pk}/end/")
    assert refused.status_code == 409
    assert "needs an owner" in refused.content.decode()


def test_an_unknown_role_is_refused(as_olga, members_of, ada, membership_of, roles_of):
    answer = as_olga.post(f"{members_of}{membership_of(ada).pk}/", {"roles": ["superuser"]})

    assert answer.status_code == 422
    assert roles_of(ada) == set()


def test_an_ended_membership_closes_the_doors_and_ending_twice_is_a_404(
    as_olga, members_of, ada, membership_of
):
    end = f"{members_of}{membership_of(ada).pk}/end/"

    assert as_olga.post(end)["Location"] == members_of
    assert as_olga.post(end).status_code == 404


def test_who_steps_down_goes_on_to_their_organisations(
    as_olga, members_of, ada, olga, membership_of
):
    as_olga.post(f"{members_of}{membership_of(ada).pk}/", {"roles": ["owner"]})

    answer = as_olga.post(f"{members_of}{membership_of(olga).pk}/", {"roles": []})

    assert answer["Location"] == "/organisations/"


def test_the_list_costs_the_same_for_one_and_for_thirty(
    as_olga, members_of, college, django_assert_num_queries
):
    as_olga.get(members_of)
    with CaptureQueriesContext(connection) as one:
        as_olga.get(members_of)
    for number in range(30):
        join(f"Member{number}", college, "author")

    with django_assert_num_queries(len(one)):
        as_olga.get(members_of)


def test_the_list_is_sorted_by_a_link_that_keeps_the_filter(as_olga, members_of, college):
    for name in ("Zed", "abel", "Mia"):
        join(name, college, "author")

    page = as_olga.get(members_of, {"role": "author", "sort": "name"})
    down = as_olga.get(members_of, {"role": "author", "sort": "-name"})

    assert [row.name for row in page.context["rows"]] == ["abel", "Mia", "Zed"]
    assert [row.name for row in down.context["rows"]] == ["Zed", "Mia", "abel"]
    assert 'aria-sort="ascending"' in page.text
    assert "?role=author&amp;sort=-name" in page.text
