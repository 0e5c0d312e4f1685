import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from cairn_server.credentials.awarding import award
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Issuer, IssuerKey
from cairn_server.credentials.signing import sign
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.journal.models import Event
from tests.making import make_achievement, make_unit

EVIDENCE = "https://accreditor.example/north"


def issuer(*words):
    """Run the command; return the objects on its lines."""
    out = StringIO()
    call_command("issuer", *words, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def on_the_web(settings, college):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"
    return establish_issuer(organisation=college, at=now() - timedelta(days=3))


@pytest.fixture
def awarded(college, ada):
    """Return who awards one thing again and again, signed at once."""
    version = make_achievement(college, make_unit(college))

    def again():
        made = award(person=ada, version=version, shown=[], at=now(), basis=str(uuid4()))
        return sign(made.credential, at=now())

    return again


def outcome(credential):
    return report_on(credential.document, at=now(), ask=nobody).outcome


def test_the_operator_declares_what_was_checked(college):
    told = issuer("standing", "north", "institution-accredited", "--evidence", EVIDENCE)

    found = Issuer.objects.get()
    assert (found.standing, found.standing_evidence) == ("institution-accredited", EVIDENCE)
    assert told == [{"organisation": "north", "standing": "institution-accredited"}]


@pytest.mark.parametrize(
    "words",
    [
        ("standing", "nowhere", "informal"),
        ("standing", "north", "informal", "--evidence", "javascript:alert(1)"),
        ("rotate", "north"),
        ("retire", "north"),
        ("succeed", "north"),
        ("lost", "north", "--since", "2026-03-02"),
    ],
)
def test_wrong_usage_says_so_and_changes_nothing(college, words):
    with pytest.raises(CommandError) as refused:
        issuer(*words)

    assert refused.value.returncode == 3
    assert not Issuer.objects.exists()


def test_after_a_rotation_the_old_stays_good_and_the_new_key_signs(on_the_web, awarded):
    old = awarded()
    told = issuer("rotate", "north")
    new = awarded()

    assert [line["state"] for line in issuer("keys", "north")] == ["retired", "active"]
    assert told[0]["key"] == new.key.multibase != old.key.multibase
    assert (outcome(old), outcome(new)) == ("valid", "valid")
    assert Event.objects.filter(kind="key.rotated", actor_id=None).count() == 1


def test_a_lost_key_is_not_believed_and_another_takes_its_place(on_the_web, awarded):
    one = awarded()
    before = (now() - timedelta(days=1)).isoformat()

    told = issuer("lost", "north", "--since", before)
    assert [line["state"] for line in told] == ["compromised", "active"]
    assert told[0]["compromised_since"] == before

    type(one).objects.filter(pk=one.pk).update(signed_at=now() - timedelta(hours=1))
    assert outcome(one) == "invalid"  # the ledger knows it to be younger than the loss


def test_a_key_that_is_not_in_use_any_more_is_named(on_the_web):
    [first] = issuer("keys", "north")
    issuer("rotate", "north")

    told = issuer("lost", "north", "--key", first["key"], "--since", now().isoformat())

    assert [line["state"] for line in told] == ["compromised", "active"]
    with pytest.raises(CommandError, match="There is no key z6Mk"):
        issuer("lost", "north", "--key", "z6Mk", "--since", "2026-03-02")


def test_retired_without_another_nothing_is_in_use(on_the_web):
    assert issuer("retire", "north")[0]["state"] == "retired"

    with pytest.raises(CommandError) as again:
        issuer("retire", "north")
    assert again.value.returncode == 1
    with pytest.raises(CommandError, match="name one with --key"):
        issuer("lost", "north", "--since", "2026-03-02")
    assert issuer("rotate", "north")[0]["state"] == "active"


def test_where_the_identifier_is_the_key_a_new_issuer_takes_its_place(college):
    old = establish_issuer(organisation=college, at=now())
    with pytest.raises(CommandError) as refused:
        issuer("rotate", "north")
    assert refused.value.returncode == 1

    [line] = issuer("succeed", "north")

    assert line["issuer"] != old.did
    assert IssuerKey.objects.filter(issuer=old).get().state == "retired"


@pytest.mark.parametrize("since", ["yesterday", "2999-01-01"])
def test_a_moment_that_cannot_be_is_refused(on_the_web, since):
    with pytest.raises(CommandError):
        issuer("lost", "north", "--since", since)

    assert issuer("keys", "north")[0]["state"] == "active"
