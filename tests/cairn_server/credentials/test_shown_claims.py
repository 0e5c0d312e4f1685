from uuid import UUID

from cairn_server.credentials.held_parts import HeldPart
from cairn_server.credentials.shown_attendance import ShownAttendance
from cairn_server.credentials.shown_claims import (
    criteria_of,
    descriptions_of,
    evidence_counts,
    evidence_of,
    narrative_of,
    results_of,
)
from cairn_server.credentials.shown_quizzes import ShownQuiz
from cairn_server.credentials.shown_work import shown_tasks
from tests.moments import MONDAY

QUIZ = ShownQuiz(
    quiz_id=UUID(int=1), title="Reading charts", score=26 / 30, cut_score=0.8, questions=10,
    passed_at=MONDAY,
)  # fmt: skip
WEBINAR = ShownAttendance(
    gathering_id=UUID(int=2), title="Leading change", kind="webinar",
    method="code", attended_at=MONDAY,
)  # fmt: skip
PART = HeldPart(
    achievement_id=UUID(int=3), title="Data Analytics", kind="micro-credential", is_assessed=True,
    credential_id="0f" * 16, issuer="North College", issuer_did="did:key:z6Mk1",
    awarded_at=MONDAY, digest="zQmDigest",
)  # fmt: skip
ACHIEVEMENT = "http://localhost:8000/achievements/1/#version-1"


def evidence(one):
    [found] = evidence_of([one], credential_id="0e" * 16, organisation="North College")
    return found


def test_a_quiz_is_a_percentage_with_its_cut_score():
    [description] = descriptions_of(ACHIEVEMENT, [QUIZ])
    [result] = results_of(ACHIEVEMENT, [QUIZ])

    assert (description.name, description.result_type) == ("Reading charts", "Percent")
    assert description.required_value == "80"
    assert (description.value_min, description.value_max) == ("0", "100")
    assert result.result_description == description.id
    assert (result.value, result.status) == ("86.6", "Completed")  # rounded down: 86.67


def test_a_quiz_is_said_to_be_scored_by_a_machine():
    said = evidence(QUIZ)

    assert said.name == "Reading charts"
    assert said.narrative == (
        "10 questions drawn from a pool and scored by machine: 86.6 % of the points, passed at "
        "a cut score of 80 % on 2026-03-02. No evaluator judged it."
    )
    assert criteria_of([QUIZ]) == ["**Reading charts**, a quiz scored by machine, passed at 80 %."]


def test_attending_is_evidence_that_was_not_judged():
    assert descriptions_of(ACHIEVEMENT, [WEBINAR]) == results_of(ACHIEVEMENT, [WEBINAR]) == []
    assert evidence(WEBINAR).narrative == (
        "Attended on 2026-03-02, recorded: by a code told at the event. Attending was not judged."
    )


def test_a_smaller_credential_is_named_by_its_address_and_bound_by_its_digest():
    said = evidence(PART)

    assert said.id == f"http://localhost:8000/credentials/{'0f' * 16}/"
    assert (said.name, said.genre, said.digest_multibase) == (
        "Data Analytics", "Credential", "zQmDigest",
    )  # fmt: skip
    assert "did:key:z6Mk1" in said.narrative
    assert narrative_of([PART]) == (
        "Awarded by rule, because its holder held: Data Analytics "
        f"(http://localhost:8000/credentials/{'0f' * 16}/)."
    )
    assert narrative_of([QUIZ]) is None


def test_work_is_judged_by_evaluators_and_a_quiz_adds_none(ada, checking, judge):
    work = judge(ada, checking)
    shown = [*shown_tasks(ada, [str(work.task_id)]), QUIZ, PART]

    narratives = [
        one.narrative
        for one in evidence_of(shown, credential_id="0e" * 16, organisation="North College")
    ]

    assert narratives[0].startswith("Judged against 2 criteria by 1 evaluator of North College")
    assert len(results_of(ACHIEVEMENT, shown)) == 3
    assert evidence_counts([*shown, WEBINAR]) == {
        "pieces": 1, "criteria": 2, "quizzes": 1, "attended": 1, "parts": 1, "outside": 0,
        "renewed": 0, "stated": 0,
    }  # fmt: skip
