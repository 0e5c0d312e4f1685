from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from cairn.pathways.requirement import Reference, parse
from cairn_server.assessment.models import Attempt, Submission, SubmissionState
from cairn_server.catalog.models import Gathering, GatheringVersion, TaskVersion
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.hub.known_ways import known_ways
from cairn_server.hub.requirement_steps import StepState, newest_tries, steps_for, url_of
from cairn_server.learning.models import ScheduledSession
from tests.cairn_server.hub.stacks import give, make_stack
from tests.making import make_quiz
from tests.moments import DAY, MONDAY


@pytest.fixture
def drawn():
    def tree(person, version, at=MONDAY):
        known = known_ways(person, [version.achievement_id], at=at)
        steps = steps_for(person, known, at=at)
        verdict = known.requires_met(str(version.achievement_id))
        return steps.tree(str(version.achievement_id)), steps.way(getattr(verdict, "what", []))

    return tree


def test_a_stranger_sees_the_tree_with_its_minutes(course, drawn):
    tree, way = drawn(None, course)

    assert (tree.text, tree.state) == ("All of these", StepState.OPEN)
    assert [part.text for part in tree.parts] == [
        "Learn Whiteboards",
        "Show it: Crowd, judged on its rubric",
    ]
    assert [part.minutes for part in tree.parts] == [2, 30]
    assert [line.minutes for line in way] == [2, 30]


def test_what_is_met_says_since_when(ada, course, learned, drawn):
    learned(ada)

    tree, way = drawn(ada, course, at=MONDAY + DAY)

    assert tree.state is StepState.BEGUN
    assert (tree.parts[0].state, tree.parts[0].at, tree.parts[0].minutes) == (
        StepState.MET, MONDAY, 0,
    )  # fmt: skip
    assert [line.text for line in way] == ["Show it: Crowd, judged on its rubric"]


def test_each_line_leads_to_where_one_does_it(course, drawn):
    tree, _ = drawn(None, course)
    [link] = course.unit_links.all()

    assert tree.parts[0].url == reverse("learning:unit", args=[link.unit_id])
    assert tree.parts[1].url.startswith("/tasks/")


def test_a_try_that_waits_is_begun_and_not_met(ada, course, drawn):
    task = TaskVersion.objects.get()
    Submission.objects.create(
        person=ada, task=task.task, version=task, achievement_version=course,
        state=SubmissionState.SUBMITTED, created_at=MONDAY, submitted_at=MONDAY,
    )  # fmt: skip

    tree, _ = drawn(ada, course)

    assert tree.parts[1].state is StepState.BEGUN
    assert tree.parts[1].note == "With the evaluators"
    assert set(newest_tries(ada, [task.task_id])) == {task.task_id}
    assert newest_tries(None, [task.task_id]) == {}


@pytest.mark.parametrize(
    ("form", "first", "state"),
    [
        ("any_of", True, StepState.MET),
        ("all_of", True, StepState.BEGUN),
        ("all_of", False, StepState.OPEN),
        ("one_of_two", True, StepState.MET),
        ("two_of_two", True, StepState.BEGUN),
        ("points", True, StepState.MET),
        ("points", False, StepState.OPEN),
    ],
)
def test_a_group_is_met_by_its_rule(ada, course, learned, drawn, form, first, state):
    if first:
        learned(ada)
    unit, task = course.requirements["all_of"]
    course.requirements = {
        "any_of": {"any_of": [unit, task]},
        "all_of": {"all_of": [unit, task]},
        "one_of_two": {"n_of": {"n": 1, "of": [unit, task]}},
        "two_of_two": {"n_of": {"n": 2, "of": [unit, task]}},
        "points": {
            "points": {
                "at_least": 2,
                "of": [{"points": 2, "requirement": unit}, {"points": 1, "requirement": task}],
            }
        },
    }[form]
    course.save()

    assert drawn(ada, course)[0].state is state


def test_a_quiz_tells_what_is_left_of_it(ada, college, drawn):
    quiz = make_quiz(college, attempts_allowed=3)
    version = quiz.quiz.achievement_links.get().version
    version.requirements = {"quiz": str(quiz.quiz_id)}
    version.save()
    Attempt.objects.create(
        person=ada, quiz=quiz.quiz, version=quiz, achievement_version=version, number=1, drawn=[],
        started_at=MONDAY, deadline_at=MONDAY, ended_at=MONDAY, score=0.5, passed=False,
    )  # fmt: skip

    step, [line] = drawn(ada, version)
    Attempt.objects.update(passed=True, score=0.8)
    passed, way = drawn(ada, version)

    assert step.note == "3 questions, 70 % needed, best so far 50 %, 2 attempts left"
    assert (step.state, step.url) == (StepState.BEGUN, f"/quizzes/{quiz.quiz_id}/")
    assert line.minutes == 10
    assert (passed.state, passed.at, way) == (StepState.MET, MONDAY, [])


def test_what_is_to_attend_tells_when_it_is_next(ada, college, course, drawn):
    gathering = Gathering.objects.create(organisation=college, key="webinar")
    GatheringVersion.objects.create(
        gathering=gathering, number=1, title="Webinar", kind="webinar", seconds=3600,
        published_at=MONDAY,
    )  # fmt: skip
    course.requirements = {"attendance": str(gathering.pk)}
    course.save()

    without, _ = drawn(ada, course)
    ScheduledSession.objects.create(
        gathering=gathering, starts_at=MONDAY + DAY, ends_at=MONDAY + DAY + timedelta(hours=1),
        created_at=MONDAY,
    )  # fmt: skip
    with_date, _ = drawn(ada, course)

    assert without.note == "No date has been set yet"
    assert with_date.note == "Next: 3 March 2026, 09:00"
    assert with_date.url == f"/sessions/?gathering={gathering.pk}"


def test_a_part_that_is_held_is_met(ada, college, course, drawn):
    whole = make_stack(college, course)
    before, way = drawn(ada, whole)
    give(ada, course)
    after, _ = drawn(ada, whole)

    assert way[0].text == "Learn Whiteboards"
    assert before.parts[0].minutes == 32
    assert before.parts[0].url == reverse("hub:achievement", args=[course.achievement_id])
    assert after.state is after.parts[0].state is StepState.MET


def test_one_thing_can_be_asked_about_by_itself(ada, course, learned):
    learned(ada)
    [link] = course.unit_links.all()
    known = known_ways(ada, [course.achievement_id], at=MONDAY)

    step = steps_for(ada, known, at=MONDAY).leaf(Reference("unit", str(link.unit_id)))

    assert (step.text, step.state) == ("Whiteboards", StepState.MET)


def test_a_group_leads_nowhere():
    assert url_of(parse({"all_of": [{"task": str(UUID(int=1))}]})) == ""


OUTSIDE = {"issuer": "did:web:else.example", "name": "Statistics I"}


@pytest.fixture
def with_outside(course):
    course.requirements["all_of"].append({"outside": OUTSIDE})
    course.save()
    return course


def test_a_credential_of_another_issuer_says_whose_it_is_and_where_it_is_brought(
    ada, with_outside, drawn
):
    tree, way = drawn(ada, with_outside)

    step = tree.parts[-1]
    assert (step.text, step.state) == (
        "Hold Statistics I, issued by else.example",
        StepState.OPEN,
    )
    assert "counts once it is found genuine" in step.note
    assert (step.url, way[-1].url) == (reverse("portfolio:create-badge"),) * 2


def test_a_credential_of_another_issuer_that_counts_is_met(ada, with_outside, drawn):
    OutsideHolding.objects.create(
        id=uuid4(), person=ada, issuer=OUTSIDE["issuer"], title="Statistics I", digest="u1",
        held_since=MONDAY - DAY, checked_at=MONDAY, counts=True,
    )  # fmt: skip

    tree, _ = drawn(ada, with_outside)

    assert (tree.parts[-1].state, tree.parts[-1].at) == (StepState.MET, MONDAY - DAY)


def test_every_page_of_it_shows_a_credential_of_another_issuer(client, ada, with_outside):
    id = with_outside.achievement_id
    for person in (None, ada):
        if person:
            client.force_login(person)
        for name in ("hub:achievement", "hub:path"):
            page = client.get(reverse(name, args=[id]))
            assert page.status_code == 200
            assert "Statistics I" in page.text
    standing = client.get(f"/api/v1/achievements/{id}/standing")
    assert standing.status_code == 200
