from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cairn_server.errors import RemindedAlready
from cairn_server.journal.settling import settle_due
from cairn_server.workforce.assigning import assign, cancel
from cairn_server.workforce.models import Assignment
from cairn_server.workforce.nominating import decline, nominate
from cairn_server.workforce.reminding import remind
from tests.making_skills import give, make_achievement
from tests.moments import DAY, MONDAY


@pytest.fixture
def asked(college, data, ada, max_):
    return ask(college, data, ada, max_)


def ask(college, version, person, actor):
    assign(
        organisation=college,
        achievement=version.achievement,
        memberships=[person.memberships.get()],
        due_on=(MONDAY + 9 * DAY).date(),
        actor=actor,
        at=MONDAY,
    )
    return Assignment.objects.get(achievement=version.achievement)


def mails(at=MONDAY):
    while settle_due(at=at + DAY):
        pass
    return [(one.to, one.subject) for one in mail.outbox]


def test_whoever_is_asked_gets_a_mail_with_the_way_there(asked, ada, data):
    [(to, subject)] = mails()

    assert to == [ada.email]
    assert "Data" in subject
    assert f"/achievements/{data.achievement_id}/" in mail.outbox[0].body


def test_a_reminder_is_a_mail_once_a_day_per_person_whatever_it_is_about(
    college, asked, ada, max_, sql
):
    other = ask(college, make_achievement(college, "Other", (sql, 1)), ada, max_)
    remind(assignment=asked, actor=max_, at=MONDAY)

    for one in (asked, other):
        with pytest.raises(RemindedAlready, match="Ada was reminded within the last day"):
            remind(assignment=one, actor=max_, at=MONDAY + DAY / 2)
    remind(assignment=other, actor=max_, at=MONDAY + 1.1 * DAY)

    reminders = [subject for _, subject in mails(MONDAY + 3 * DAY) if "reminder" in subject]
    assert len(reminders) == 2


def test_a_reminder_of_what_is_late_says_so(asked, max_):
    mails()
    remind(assignment=asked, actor=max_, at=MONDAY + 12 * DAY)

    *_, (_, subject) = mails(MONDAY + 12 * DAY)

    assert "was asked for by 11 March 2026" in subject
    assert "and it is still open" in mail.outbox[-1].body


@pytest.mark.parametrize(("zone", "is_late"), [("America/Los_Angeles", False), ("UTC", True)])
def test_a_reminder_is_of_something_late_where_its_reader_is(asked, ada, max_, zone, is_late):
    ada.time_zone = zone
    ada.save()
    after_midnight = MONDAY + 9 * DAY + timedelta(hours=18)  # 12 March, 3:00 UTC
    remind(assignment=asked, actor=max_, at=after_midnight)

    *_, (_, subject) = mails(after_midnight)

    assert ("was asked for by 11 March 2026" in subject) is is_late


def test_who_has_earned_it_is_not_reminded(asked, ada, max_, data):
    give(data, ada)

    with pytest.raises(RemindedAlready, match="earned it"):
        remind(assignment=asked, actor=max_, at=MONDAY)

    assert Assignment.objects.get().reminded_at is None


def test_who_has_earned_it_elsewhere_is_reminded_and_told_alone_how_to_let_it_be_seen(
    college, ada, zoe, max_, sql
):
    elsewhere = make_achievement(zoe.memberships.get().organisation, "South", (sql, 4))
    give(elsewhere, ada)
    asked = ask(college, elsewhere, ada, max_)
    remind(assignment=asked, actor=max_, at=MONDAY)

    mails()

    assert Assignment.objects.get().reminded_at == MONDAY
    for one in mail.outbox:
        assert one.to == [ada.email]
        assert "You have earned it already; North College does not see that" in one.body
        assert reverse("workforce:seen") in one.body


def test_no_mail_is_sent_about_what_was_taken_back_meanwhile(asked, max_):
    cancel(assignment=asked, actor=max_, at=MONDAY)

    assert mails() == []


def test_a_nominee_is_told_unless_they_declined_before(ada, bea, max_, thanks):
    for person in (ada, bea):
        nominate(
            membership=person.memberships.get(),
            version=thanks,
            nominator=max_,
            texts={"text": "Mended the night plan."},
            at=MONDAY,
        )
    decline(nomination=bea.nominations.get(), at=MONDAY)

    [(to, subject)] = mails()

    assert to == [ada.email]
    assert subject == "You are nominated for Crowd"
    assert f"/nominations/{ada.nominations.get().pk}/" in mail.outbox[0].body
