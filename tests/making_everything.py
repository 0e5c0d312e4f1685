"""One thing of every kind, for walks through all addresses."""

from __future__ import annotations

from uuid import uuid4

from django.utils.timezone import now

from cairn_server.accounts.models import (
    ApiToken,
    ExtraTime,
    Membership,
    Organisation,
    Person,
    Team,
)
from cairn_server.assessment.attempting import begin_attempt
from cairn_server.assessment.models import Artifact, Submission
from cairn_server.catalog.drafting import begin_draft
from cairn_server.catalog.models import AchievementVersion, ItemVersion, QuizVersion
from cairn_server.credentials.awarding import award
from cairn_server.credentials.endorsing import endorse
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import AwardFile, Partnership
from cairn_server.credentials.signing import sign
from cairn_server.credentials.verification_models import VerificationList
from cairn_server.frameworks.models import Competency
from cairn_server.journal.progressing import begin_progress
from cairn_server.learning.aiming import set_goal
from cairn_server.portfolio.arranging import Front, arrange
from cairn_server.portfolio.models import OutsideBadge
from cairn_server.workforce.models import Assignment, Nomination, WorkRole
from tests.making import join, make_quiz, make_unit
from tests.making_awards import many_submissions
from tests.making_frameworks import make_own_skill
from tests.making_sessions import make_gathering, make_session
from tests.moments import MONDAY


def everything_of(college: Organisation, ada: Person) -> dict[str, str]:
    """Return ids of things at the college, Ada's where it is hers, by the names in addresses."""
    many_submissions(college, 1)
    submission = Submission.objects.get()
    unit = make_unit(college)
    quiz = make_quiz(college)
    # one that no published achievement leads to
    gathering = make_gathering(college, is_open=False)
    skill, work = make_own_skill(college)
    return {
        "organisation_id": str(college.pk),
        "framework_id": str(skill.framework_id),
        "skill_id": str(skill.pk),
        "code": skill.code,
        "occupation_id": str(work.pk),
        "gathering_id": str(gathering.gathering_id),
        "session_id": str(make_session(gathering, ada).pk),
        "token_id": str(_token(college, ada).pk),
        "membership_id": str(Membership.objects.get(person=ada).pk),
        "submission_id": str(submission.pk),
        "artifact_id": str(Artifact.objects.get().pk),
        "person_id": str(ada.pk),
        "task_id": str(submission.task_id),
        "quiz_id": str(quiz.quiz_id),
        "attempt_id": _attempt(ada, quiz),
        "goal_id": str(set_goal(person=ada, name="Data", by=None, at=now()).pk),
        "number": "1",
        **_issuing(college, ada, submission.achievement_version),
        **_managing(college, ada, submission.achievement_version, skill),
        **_writing(college),
        **_keeping(ada),
        "achievement_id": str(submission.achievement_version.achievement_id),
        "unit_id": str(unit.unit_id),
        "version_id": str(ItemVersion.objects.get(item__unit=unit.unit).pk),
        "part": "text",
        "list_id": str(VerificationList.objects.create(created_at=now()).pk),
        "digest": "0" * 64,
        "issuer_id": str(uuid4()),
    }


def _token(college: Organisation, ada: Person) -> ApiToken:
    return ApiToken.objects.create(
        person=ada,
        organisation=college,
        name="Program",
        digest="0" * 64,
        scopes=[],
        created_at=MONDAY,
        expires_at=MONDAY,
    )


def _attempt(ada: Person, quiz: QuizVersion) -> str:
    """Return the id of an attempt by Ada, made before any role of hers."""
    version = AchievementVersion.objects.get(quiz_links__quiz=quiz.quiz)
    made = begin_attempt(person=ada, version=quiz, achievement_version=version, at=now())
    return str(made.pk)


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
    college: Organisation, ada: Person, version: AchievementVersion, skill: Competency
) -> dict[str, str]:
    """Return the ids of what belongs to managing people at the college."""
    work = {"organisation": college, "person": ada}
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


def _issuing(college: Organisation, ada: Person, version: AchievementVersion) -> dict[str, str]:
    """Return the ids of what belongs to issuing at the college."""
    other = Organisation.objects.create(name="West", slug="west", kind="employer")
    issuer = establish_issuer(organisation=college, at=now())
    file = AwardFile.objects.create(organisation=college, digest="0", created_at=now())
    offered = Partnership.objects.create(
        organisation=college, partner=other, invited_by=other, invited_at=now()
    )
    awarded = award(person=ada, version=version, shown=[], at=now())
    said = endorse(organisation=other, target=version, comment="Good", actor=ada, at=now())
    return {
        "key_id": str(issuer.keys.get().pk),
        "file_id": str(file.pk),
        "partnership_id": str(offered.pk),
        "award_id": str(awarded.pk),
        "credential_id": sign(awarded.credential, at=now()).pk,
        "endorsement_id": said.pk,
    }
