from cairn.pathways.requirement import Reference
from cairn_server.credentials.shown_quizzes import shown_quizzes
from tests.cairn_server.credentials.stacking import pass_quiz
from tests.making import make_quiz
from tests.moments import DAY, MONDAY


def test_the_first_attempt_that_passed_counts(ada, college):
    quiz = make_quiz(college, cut_score=0.8)
    for number, score in enumerate((0.5, 0.85, 0.95), start=1):
        pass_quiz(ada, quiz, score=score, number=number, at=MONDAY + number * DAY)

    [shown] = shown_quizzes(ada, [str(quiz.quiz_id)])

    assert (shown.score, shown.cut_score, shown.questions) == (0.85, 0.8, 3)
    assert shown.passed_at == MONDAY + 2 * DAY
    assert shown.reference == Reference("quiz", str(quiz.quiz_id))
    assert shown.is_performance


def test_what_was_not_passed_or_passed_by_somebody_else_is_not_shown(ada, bea, college):
    quiz = make_quiz(college)
    pass_quiz(ada, quiz, score=0.5)
    pass_quiz(bea, quiz)

    assert shown_quizzes(ada, [str(quiz.quiz_id)]) == []
