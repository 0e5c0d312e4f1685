"""Extra time is given, seen and ended by those who may, and by nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from cairn_server.accounts.giving_time import give_extra_time
from cairn_server.accounts.models import ExtraTime, RoleName
from tests.making import join
from tests.moments import MONDAY

GIVERS = {RoleName.OWNER, RoleName.ISSUER, RoleName.EVALUATOR}


@pytest.fixture
def url(college):
    return reverse("accounts:extra-times", args=[college.pk])


@pytest.fixture
def given(ada, olga, membership_of):
    return give_extra_time(membership=membership_of(ada), percent=50, actor=olga, at=MONDAY)


@pytest.mark.parametrize("role", [None, *RoleName.values])
def test_those_who_may_give_it_see_it_and_others_find_nothing(client, college, url, given, role):
    client.force_login(join("Pat", college, *([role] if role else [])))
    end = reverse("accounts:extra-time-end", args=[college.pk, given.pk])

    page, ended = client.get(url), client.post(end)

    if role in GIVERS:
        assert "50 % more time" in page.text
        assert ended.status_code == 302
    else:
        assert (page.status_code, ended.status_code) == (404, 404)
        assert ExtraTime.objects.get().ended_at is None


def test_it_is_given_by_address_and_the_learner_reads_it_in_the_settings(
    client, olga, ada, college, url
):
    client.force_login(olga)
    done = client.post(url, {"who": ada.email, "share": "0", "minutes": "20"}, follow=True)
    client.force_login(ada)
    settings = client.get(reverse("accounts:settings")).text

    assert "Ada has it from now on" in done.text
    assert "In quizzes of North College you have 20 more minutes." in settings


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"who": "nobody@x.example", "share": "25"}, "No member has this address"),
        ({"who": "olga@north.example", "share": "25"}, "Somebody else has to give"),
        ({"who": "ada@north.example", "share": "0"}, "Say how many"),
        ({"who": "ada@north.example", "share": "70"}, "not one of the available choices"),
        ({"who": "ada@north.example", "share": "0", "minutes": "999"}, "less than or equal to 240"),
        ({"share": "25"}, "required"),
    ],
)
def test_what_cannot_be_given_is_said_in_the_form(client, olga, ada, url, sent, told):
    client.force_login(olga)

    page = client.post(url, sent)

    assert page.status_code in (409, 422)
    assert told in page.text
    assert not ExtraTime.objects.exists()


def test_another_organisation_is_answered_like_a_missing_one(client, zoe, college, given):
    client.force_login(zoe)
    foreign = client.get(reverse("accounts:extra-times", args=[college.pk]))
    missing = client.get(reverse("accounts:extra-times", args=[uuid4()]))
    end = reverse("accounts:extra-time-end", args=[college.pk, given.pk])

    assert foreign.status_code == missing.status_code == client.post(end).status_code == 404
    assert foreign.content.split(b"<main")[1] == missing.content.split(b"<main")[1]
