import json
from types import SimpleNamespace

import pytest

from cairn.vc.checks_evidence import digest_multibase
from cairn.vc.did import did_key
from cairn_server.catalog.models import OutsidePart
from cairn_server.credentials.awarding import consider
from cairn_server.credentials.models import Credential
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.credentials.verifying import nobody
from cairn_server.errors import BadgeRefused
from cairn_server.portfolio import collecting
from cairn_server.portfolio.arranging import Front, arrange
from cairn_server.portfolio.collecting import (
    add_badge,
    check_again,
    check_old_again,
    examine_again,
    forget_holdings,
    note_check,
    remove_badge,
)
from cairn_server.portfolio.models import OutsideBadge, Portfolio
from tests.cairn_server.credentials.stacking import make_stack
from tests.cairn_server.portfolio.conftest import KEY, badge_of, found
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY


def added(person, document, at=AT):
    return add_badge(person=person, found=found(document), at=at, ask=nobody)


def test_a_genuine_badge_to_ones_own_address_is_kept_with_what_was_found(ada, address):
    badge = added(ada, badge_of(ada.email))

    assert (badge.title, badge.issuer_name) == ("Welding", "Elsewhere Works")
    assert (badge.outcome, badge.is_to_person, badge.standing) == ("valid", True, "")
    assert badge.awarded_at == MONDAY
    assert "sentence" in badge.report


def test_a_badge_to_somebody_elses_address_is_refused(ada, address):
    with pytest.raises(BadgeRefused, match="another e-mail address"):
        added(ada, badge_of("other@x.example"))

    assert not OutsideBadge.objects.exists()


def test_an_address_that_is_not_proved_counts_for_nothing(ada, address):
    address.verified = False
    address.save()

    with pytest.raises(BadgeRefused):
        added(ada, badge_of(ada.email))


def test_a_badge_that_names_no_address_is_kept_and_says_so(ada):
    assert added(ada, badge_of()).is_to_person is None


def test_a_changed_badge_is_refused(ada):
    document = badge_of()
    document["credentialSubject"]["achievement"]["name"] = "Master of Welding"

    with pytest.raises(BadgeRefused):
        added(ada, document)


def test_the_same_badge_again_is_one_badge_checked_again(ada):
    document = badge_of()
    first, second = added(ada, document), added(ada, document, at=AT + DAY)

    assert first.pk == second.pk
    assert (second.added_at, second.checked_at) == (AT, AT + DAY)


def test_there_is_an_end_to_keeping(ada, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_BADGES", 1)
    added(ada, badge_of(number=1))

    with pytest.raises(BadgeRefused, match="1 badges already"):
        added(ada, badge_of(number=2))


def test_one_that_expired_meanwhile_stays_and_says_so(ada):
    document = badge_of()
    badge = added(ada, document)
    document["credentialSubject"]["achievement"]["name"] = "Changed"

    check_again(badge=badge, found=found(document), at=AT + DAY, ask=nobody)

    badge.refresh_from_db()
    assert (badge.outcome, badge.checked_at) == ("invalid", AT + DAY)


def test_a_recipient_of_open_badges_2_is_compared_too(ada, address):
    document = {"recipient": {"type": "email", "hashed": False, "identity": ada.email.upper()}}

    assert collecting._is_to(ada, document) is True
    assert collecting._is_to(ada, {"recipient": {"type": "email", "identity": "x@y.z"}}) is False


def test_a_badge_is_let_go(ada):
    remove_badge(badge=added(ada, badge_of()), at=AT)

    assert not OutsideBadge.objects.exists()


def test_whoever_is_forgotten_leaves_nothing_here(ada, bea):
    for person in (ada, bea):
        added(person, badge_of())
        arrange(person=person, front=Front(), chosen=[], at=AT)

    forget_holdings(SimpleNamespace(about_id=ada.pk))

    assert [one.person for one in OutsideBadge.objects.all()] == [bea]
    assert [one.person for one in Portfolio.objects.all()] == [bea]


def of_elsewhere(college, part):
    """Return a stack of `part` and any badge of Elsewhere Works."""
    stack = make_stack(college, part)
    outside = {"issuer": did_key(KEY.public), "name": "Welding"}
    stack.requirements["all_of"].append({"outside": outside})
    stack.save()
    OutsidePart.objects.create(version=stack, issuer=outside["issuer"], position=0)
    return stack


def test_a_badge_from_elsewhere_completes_the_stack_that_names_its_issuer(
    ada, address, college, version, held, django_capture_on_commit_callbacks
):
    stack = of_elsewhere(college, version)
    with django_capture_on_commit_callbacks(execute=True):
        badge = added(ada, badge_of(ada.email))

    document = json.loads(Credential.objects.get(award__achievement_version=stack).document)
    [evidence] = [one for one in document["evidence"] if one["name"] == "Welding"]
    assert evidence["id"] == "https://elsewhere.example/credentials/1"
    assert did_key(KEY.public) in evidence["narrative"]
    assert evidence["digestMultibase"] == digest_multibase(badge.document.encode())


def test_a_badge_that_was_found_bad_completes_nothing_any_more(
    ada, address, college, version, held, django_capture_on_commit_callbacks
):
    document = badge_of(ada.email)
    badge = added(ada, document)
    document["credentialSubject"]["achievement"]["name"] = "Changed"
    check_again(badge=badge, found=found(document), at=AT + DAY, ask=nobody)

    stack = of_elsewhere(college, version)

    assert consider(person=ada, version=stack, at=AT + DAY) is None


def test_badges_are_looked_at_again_after_a_week(ada, address):
    badge = added(ada, badge_of(ada.email))

    assert check_old_again(AT + 6 * DAY, ask=nobody) == 0
    assert check_old_again(AT + 7 * DAY, ask=nobody) == 1
    badge.refresh_from_db()
    assert badge.checked_at == AT + 7 * DAY
    assert badge.outcome == "valid"


def test_what_could_not_be_checked_is_tried_again_the_next_day(ada, address):
    added(ada, badge_of(ada.email))
    OutsideBadge.objects.update(outcome="undetermined")

    assert check_old_again(AT + DAY, ask=nobody) == 1


def test_a_badge_that_is_removed_counts_no_longer(ada, address):
    badge = added(ada, badge_of(ada.email))

    remove_badge(badge=badge, at=AT)

    assert not OutsideHolding.objects.exists()


def test_what_shows_badges_is_not_kept_as_one(ada):
    shown = {"type": ["VerifiablePresentation"], "verifiableCredential": [badge_of(ada.email)]}

    with pytest.raises(BadgeRefused, match="each of them by itself"):
        add_badge(person=ada, found=found(shown), at=MONDAY)


def test_a_badge_that_is_let_go_while_it_is_checked_stays_gone(ada):
    document = badge_of()
    badge = added(ada, document)
    seen = examine_again(badge=badge, found=found(document), at=AT + DAY, ask=nobody)

    OutsideBadge.objects.filter(pk=badge.pk).delete()
    note_check(badge=badge, examined=seen, at=AT + DAY)

    assert not OutsideBadge.objects.exists()
