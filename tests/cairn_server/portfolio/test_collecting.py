from types import SimpleNamespace

import pytest

from cairn_server.credentials.verifying import nobody
from cairn_server.errors import BadgeRefused
from cairn_server.portfolio import collecting
from cairn_server.portfolio.arranging import Front, arrange
from cairn_server.portfolio.collecting import (
    add_badge,
    check_again,
    forget_holdings,
    remove_badge,
)
from cairn_server.portfolio.models import OutsideBadge, Portfolio
from tests.cairn_server.portfolio.conftest import badge_of, found
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
