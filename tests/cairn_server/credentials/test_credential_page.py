from datetime import timedelta

import pytest

from cairn_server.credentials.access import credential_for
from cairn_server.credentials.credential_page import page_of
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


@pytest.fixture
def draw():
    def drawn(credential, *, at=AT, holder=""):
        seen = credential_for(None, credential.pk)
        return page_of(
            seen.credential,
            report=report_on(seen.credential.document, at=at, ask=nobody),
            revocation=seen.revocation,
            holder=holder,
            on=at.date(),
        )

    return drawn


def test_what_was_shown_is_counted(credential, draw):
    page = draw(credential)

    assert page.shown == "Shown by 1 piece of work, judged by 1 evaluator against 2 criteria."
    assert [one.name for one in page.evidence] == ["Lesson reflection: Reflection"]
    assert [(one.criterion, one.level) for one in page.results] == [
        ("Asks everybody", "Met"),
        ("Acts on it", "Met"),
    ]
    assert [one.name for one in page.alignments] == ["assess students"]


def test_taking_part_is_not_called_judged(ada, checking, draw):
    assert draw(make_credential(ada, checking)).shown == (
        "It records taking part; nothing was judged."
    )


@pytest.mark.parametrize(
    ("years", "tone", "state"),
    [(0, "good", "current"), (3, "warn", "renewal_advised"), (6, "warn", "lapsed")],
)
def test_time_wears_currency_and_not_truth(credential, draw, years, tone, state):
    page = draw(credential, at=AT + timedelta(days=365.2425) * years)

    assert (page.verdict, page.tone) == ("Genuine and not revoked.", tone)
    assert page.currency.state == state


def test_what_does_not_age_has_no_currency(ada, checking, draw):
    checking.half_life_years = None
    checking.save()

    page = draw(make_credential(ada, checking), at=AT)

    assert page.currency is None
    assert page.stones[0].warmth == 1


def test_a_revocation_comes_first(credential, ida, draw):
    revoke(credential, actor=ida, reason_code="superseded", at=AT)

    page = draw(credential)

    assert (page.verdict, page.tone) == ("Genuine, but revoked.", "bad")


def test_the_line_for_a_cv_names_what_who_when_and_where(credential, draw):
    assert draw(credential).sharing.resume == (
        "Checking for Understanding, North College, 2026-03. "
        f"Verify: http://localhost:8000/credentials/{credential.pk}/"
    )


def test_four_checks_are_asked_about_first(credential, draw):
    assert [line.name for line in draw(credential).main_checks] == [
        "proof",
        "status",
        "evidence",
        "issuer_recognised",
    ]
