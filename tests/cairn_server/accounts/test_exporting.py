from __future__ import annotations

import json

from allauth.mfa.models import Authenticator

from cairn_server.accounts.exporting import person_facts


def test_everything_about_oneself_and_no_secret(ada, bea, olga, django_assert_num_queries):
    Authenticator.objects.create(user=olga, type="totp", data={"secret": "never"})

    with django_assert_num_queries(7):
        facts = person_facts(olga)

    text = json.dumps(facts)
    assert facts["person"]["email"] == "olga@north.example"
    assert facts["addresses"] == [
        {"email": "olga@north.example", "verified": True, "primary": True}
    ]
    assert facts["memberships"][0]["organisation"] == "North College"
    assert facts["memberships"][0]["roles"] == ["owner"]
    assert [one["kind"] for one in facts["second_factors"]] == ["totp"]
    for foreign in ("never", olga.password, "Ada", "bea@"):
        assert foreign not in text
