"""The pages of a credential that ends: what they say, and renewing it from press to press."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.accounts.models import Membership
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.assessment.submitting import begin_submission, save_text, submit
from cairn_server.catalog.queries import published_achievement
from cairn_server.credentials.models import Credential
from cairn_server.credentials.renewing import begin_renewal
from cairn_server.hub.queries import standing
from tests.making import join
from tests.moments import DAY, MONDAY

NOW = now().replace(microsecond=0)  # pages ask the clock


@pytest.fixture
def yearly(course):
    """The course, its credential valid for a year and renewed by its task."""
    course.valid_months, course.renew_from_days = 12, 60
    course.save()
    return course


@pytest.fixture
def show(eve, django_capture_on_commit_callbacks):
    Membership.objects.update(since=NOW - timedelta(days=800))

    def shown(person, version, at):
        [link] = version.task_links.select_related("task")
        with django_capture_on_commit_callbacks(execute=True):
            work = begin_submission(
                person=person, task=link.task, achievement_version=version, at=at
            )
            for part in work.version.parts:
                save_text(submission=work, part=part["id"], text="It was so.", sequence=1, at=at)
            submit(submission=work, at=at)
        judge(work, eve, at, django_capture_on_commit_callbacks)

    return shown


def judge(work, evaluator, at, callbacks):
    ratings = {one["id"]: "met" for one in work.version.rubric.content["criteria"]}
    with callbacks(execute=True):
        record_evaluation(
            submission=work, evaluator=evaluator, comment="", at=at, ratings=ratings, comments={}
        )


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_what_does_not_end_says_nothing_of_an_end(course, client):
    page = client.get(reverse("hub:achievement", args=[course.achievement_id]))

    assert "How long it counts" not in text_of(page)


def test_strangers_read_how_long_it_counts_and_what_renews_it(yearly, client):
    page = text_of(client.get(reverse("hub:achievement", args=[yearly.achievement_id])))

    assert "counts for 12 months from the award" in page
    after = page.partition("by showing again:")[2].partition("Part of")[0]
    assert "Show it: " in after
    assert "Learn" not in after.partition("To compare")[0]


def test_it_is_renewed_from_press_to_press(
    ada, eve, yearly, learned, show, client, django_capture_on_commit_callbacks
):
    learned(ada)
    show(ada, yearly, NOW - timedelta(days=340))
    first = Credential.objects.get()
    client.force_login(ada)
    here = reverse("hub:achievement", args=[yearly.achievement_id])

    assert "To renew" in text_of(client.get(reverse("hub:today")))
    assert "Ends on" in text_of(client.get(reverse("credentials:mine")))
    assert "Renew it" in text_of(client.get(here))
    answer = client.post(reverse("credentials:renewal", args=[first.pk]))
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert "You are renewing it. Still to be shown:" in text_of(client.get(here))

    task = yearly.task_links.get().task_id
    opened = client.post(
        reverse("assessment:begin", args=[task]), {"achievement": str(yearly.pk)}, follow=True
    )
    work = Submission.objects.get(number=2)
    assert opened.redirect_chain[-1][0] == reverse("assessment:submission", args=[work.pk])
    for part in work.version.parts:
        save_text(submission=work, part=part["id"], text="And again.", sequence=1, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        submit(submission=work, at=NOW)
    judge(work, eve, NOW, django_capture_on_commit_callbacks)

    second = Credential.objects.get(award__renews=first.award)
    assert second.valid_until == first.valid_until.replace(year=first.valid_until.year + 1)
    assert "To renew" not in text_of(client.get(reverse("hub:today")))
    old = text_of(client.get(reverse("credentials:credential", args=[first.pk])))
    new = text_of(client.get(reverse("credentials:credential", args=[second.pk])))
    assert "This credential was renewed." in old
    assert "This credential renews an earlier one." in new
    assert "It counts until" in old
    again = client.post(reverse("credentials:renewal", args=[first.pk]))
    assert again.status_code == 409


def test_after_its_end_it_says_so_everywhere_and_can_still_be_renewed(
    ada, yearly, learned, show, client
):
    learned(ada)
    show(ada, yearly, NOW - timedelta(days=400))
    credential = Credential.objects.get()
    client.force_login(ada)

    assert "Ended on" in text_of(client.get(reverse("hub:today")))
    assert "no longer counts" in text_of(
        client.get(reverse("hub:achievement", args=[yearly.achievement_id]))
    )
    page = text_of(client.get(reverse("credentials:credential", args=[credential.pk])))
    assert "Genuine; its time is over." in page
    assert "It counted until" in page
    assert client.post(reverse("credentials:renewal", args=[credential.pk])).status_code == 302


def test_nobody_renews_what_is_not_theirs(ada, bea, yearly, learned, show, client):
    learned(ada)
    show(ada, yearly, NOW - timedelta(days=400))
    client.force_login(bea)

    theirs = client.post(reverse("credentials:renewal", args=[Credential.objects.get().pk]))
    assert theirs.status_code == 404


def test_progress_is_asked_again_where_it_is_named(ada, yearly, learned, show):
    yearly.renewal_again = [str(one.unit_id) for one in yearly.unit_links.all()]
    yearly.save()
    learned(ada)
    show(ada, yearly, MONDAY + DAY)
    ends = Credential.objects.get().valid_until
    page = published_achievement(yearly.achievement_id)

    renewal = standing(ada, page, at=ends).renewal

    assert not renewal.requirement.is_met
    assert [line.text for line in renewal.missing] == [renewal.requirement.parts[0].text]


def test_the_manager_sees_under_the_board_what_ends_soon_and_who_is_at_it(
    ada, college, yearly, learned, show, client
):
    learned(ada)
    show(ada, yearly, NOW - timedelta(days=340))
    client.force_login(join("Max", college, "manager"))
    board = reverse("workforce:board", args=[college.pk])

    assert "Ends soon" in text_of(client.get(board))
    begin_renewal(person=ada, credential=Credential.objects.get(), at=NOW)
    page = text_of(client.get(board))
    assert ("1 credential to renew" in page, "Being renewed" in page) == (True, True)
    person = reverse("workforce:person", args=[college.pk, ada.memberships.get().pk])
    assert "it counts until then" in text_of(client.get(person))
