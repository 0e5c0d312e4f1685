"""Every route, as every role, with the ids of another organisation: answered like missing ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.timezone import now

from cairn_server.accounts.models import (
    ApiToken,
    ExtraTime,
    Membership,
    Organisation,
    Person,
    RoleName,
    Team,
)
from cairn_server.assessment.models import Artifact, Submission
from cairn_server.catalog.drafting import begin_draft
from cairn_server.catalog.models import ItemVersion
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import AwardFile, Partnership
from cairn_server.frameworks.models import Competency
from cairn_server.journal.progressing import begin_progress
from cairn_server.learning.aiming import set_goal
from cairn_server.portfolio.arranging import Front, arrange
from cairn_server.portfolio.models import OutsideBadge
from cairn_server.workforce.models import Assignment, Nomination, WorkRole
from tests.answers import told
from tests.cairn_server.assessment.test_attempting import begin
from tests.making import join, make_quiz, make_unit
from tests.making_awards import many_submissions
from tests.making_frameworks import make_own_skill
from tests.making_sessions import make_gathering, make_session
from tests.moments import MONDAY

OPEN_TO_ANYONE = {
    "achievement_id",  # a published achievement is public
    "task_id",  # and so is the task that it names
    "quiz_id",  # and so are the rules of its quiz
    "unit_id",  # and the units that it names
    "version_id",  # and their practice items
    "digest",
    "endorsement_id",  # what is said of others is said in public
    "credential_id",  # unlisted pages: whoever has the address may read
    "list_id",
    "issuer_id",
}
NOT_OURS = ("accounts/", "static/", "__")
METHODS = ("get", "post")


SLOT = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


PRIVATE = sorted(
    route
    for route in routes(get_resolver().url_patterns)
    if set(SLOT.findall(route)) - OPEN_TO_ANYONE and not route.startswith(NOT_OURS)
)


@pytest.fixture
def ids(college, ada) -> dict[str, str]:
    """The ids of things at the college, by the name that routes give them."""
    many_submissions(college, 1)
    submission = Submission.objects.get()
    unit = make_unit(college)
    artifact = Artifact.objects.get()
    quiz = make_quiz(college)
    # one that no published achievement leads to
    session = make_session(make_gathering(college, is_open=False), ada)
    token = ApiToken.objects.create(
        person=ada,
        organisation=college,
        name="Program",
        digest="0" * 64,
        scopes=[],
        created_at=MONDAY,
        expires_at=MONDAY,
    )
    skill, work = make_own_skill(college)
    return {
        "organisation_id": str(college.pk),
        "framework_id": str(skill.framework_id),
        "skill_id": str(skill.pk),
        "code": skill.code,
        "occupation_id": str(work.pk),
        "session_id": str(session.pk),
        "token_id": str(token.pk),
        "membership_id": str(Membership.objects.get(person=ada).pk),
        "submission_id": str(submission.pk),
        "artifact_id": str(artifact.pk),
        "person_id": str(ada.pk),
        "task_id": str(submission.task_id),
        "quiz_id": str(quiz.quiz_id),
        "attempt_id": str(begin(ada, quiz, now()).pk),
        "goal_id": str(set_goal(person=ada, name="Data", by=None, at=now()).pk),
        "number": "1",
        **_issuing(college),
        **_managing(college, ada, submission, skill),
        **_writing(college),
        **_keeping(ada),
        "achievement_id": str(submission.achievement_version.achievement_id),
        "unit_id": str(unit.unit_id),
        "version_id": str(ItemVersion.objects.get(item__unit=unit.unit).pk),
        "part": "text",
        "credential_id": "0" * 32,
        "endorsement_id": "0" * 32,
        "list_id": "0" * 32,
        "digest": "0" * 64,
        "issuer_id": str(uuid4()),
    }


def _writing(college: Organisation) -> dict[str, str]:
    """Return the ids of a draft of the college and of what is in it."""
    author = join("Aut", college, "author")
    draft = begin_draft(
        organisation=college, title="Hinge questions", language="en", actor=author, at=now()
    )
    return {"draft_id": str(draft.pk), "kind": "units", "question": "q", "name": "a.png"}


def _keeping(ada: Person) -> dict[str, str]:
    """Return the ids of what Ada keeps for herself."""
    badge = OutsideBadge.objects.create(
        person=ada,
        digest="0",
        document="{}",
        title="T",
        report={},
        added_at=now(),
        checked_at=now(),
    )
    portfolio = arrange(person=ada, front=Front(), chosen=[], at=now())
    work = begin_progress("Import", owner_id=ada.pk, back="/", total=None, at=now())
    return {
        "badge_id": str(badge.pk),
        "portfolio_id": portfolio.pk,
        "progress_id": str(work.pk),
    }


def _managing(
    college: Organisation, ada: Person, submission: Submission, skill: Competency
) -> dict[str, str]:
    """Return the ids of what belongs to managing people at the college."""
    work = {"organisation": college, "person": ada}
    version = submission.achievement_version
    role = WorkRole.objects.create(organisation=college, name="Clerk", created_at=now())
    asked = Assignment.objects.create(
        **work, achievement=version.achievement, due_on=now().date(), assigned_at=now()
    )
    nominated = Nomination.objects.create(**work, version=version, nominated_at=now())
    extra = ExtraTime.objects.create(
        membership=ada.memberships.get(), percent=25, granted_by=ada, granted_at=now()
    )
    return {
        "extra_time_id": str(extra.pk),
        "team_id": str(Team.objects.create(organisation=college, name="Hall").pk),
        "role_id": str(role.pk),
        "competency_id": str(skill.pk),
        "assignment_id": str(asked.pk),
        "nomination_id": str(nominated.pk),
    }


def _issuing(college: Organisation) -> dict[str, str]:
    """Return the ids of what belongs to issuing at the college."""
    other = Organisation.objects.create(name="West", slug="west", kind="employer")
    issuer = establish_issuer(organisation=college, at=now())
    file = AwardFile.objects.create(organisation=college, digest="0", created_at=now())
    offered = Partnership.objects.create(
        organisation=college, partner=other, invited_by=other, invited_at=now()
    )
    return {
        "key_id": str(issuer.keys.get().pk),
        "file_id": str(file.pk),
        "partnership_id": str(offered.pk),
        "award_id": str(uuid4()),
    }


def fill(route: str, values: dict[str, str]) -> str:
    return "/" + SLOT.sub(lambda slot: values[slot[1]], route)


def missing(values: dict[str, str]) -> dict[str, str]:
    return {name: str(uuid4()) if _is_uuid(value) else value for name, value in values.items()}


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return "-" in value


def test_the_walk_has_routes_to_walk():
    assert len(PRIVATE) >= 15


def each_route() -> Iterator[str]:
    """Yield every route, with nobody's calls counted yet: a limit would hide the answer."""
    for route in PRIVATE:
        cache.clear()
        yield route


@pytest.mark.parametrize("method", METHODS)
def test_another_organisations_ids_are_answered_like_missing_ones(client, zoe, ids, method):
    client.force_login(zoe)
    send = getattr(client, method)
    told_apart = []

    for route in each_route():
        foreign, nothing = send(fill(route, ids)), send(fill(route, missing(ids)))
        # 400 and 422: the body and the query of an API are read before the id
        if foreign.status_code not in {400, 403, 404, 405, 422} or told(foreign) != told(nothing):
            told_apart.append((route, foreign.status_code, nothing.status_code))

    assert told_apart == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_of_another_organisation_is_changed_by_the_api(client, zoe, ids, method):
    client.force_login(zoe)
    send = getattr(client, method)
    told_apart = []

    for route in each_route():
        if not route.startswith("api/"):
            continue
        foreign = send(fill(route, ids))
        if foreign.status_code == 405:
            continue
        nothing = send(fill(route, missing(ids)))
        if foreign.status_code not in {400, 404, 422} or told(foreign) != told(nothing):
            told_apart.append((route, foreign.status_code, nothing.status_code))

    assert told_apart == []


@pytest.mark.parametrize("role", [(), *((name,) for name in RoleName.values)])
def test_no_role_at_another_organisation_opens_a_door(client, zoe, ids, role):
    stranger = join("Nia", zoe.memberships.get().organisation, *role)
    client.force_login(stranger)

    answers = [(route, client.get(fill(route, ids)).status_code) for route in each_route()]

    assert [one for one in answers if one[1] not in {403, 404, 405, 422}] == []


@pytest.mark.parametrize("method", METHODS)
def test_who_is_not_signed_in_is_sent_to_sign_in_whatever_the_id(client, ids, method):
    send = getattr(client, method)
    wrong = []

    for route in each_route():
        there = send(fill(route, ids)).status_code
        nowhere = send(fill(route, missing(ids))).status_code
        if there != nowhere or there not in {302, 401, 403, 404, 405}:
            wrong.append((route, there, nowhere))

    assert wrong == []
