from cairn.exchange.pack import BlueprintRow, Card, CardKind, PackQuiz, PackUnit, Severity
from cairn.exchange.quiz_checking import check_quiz, pool_of
from cairn.psychometrics.questions import Question, QuestionKind, QuestionUse


def kept(id: str, criterion: str, use: QuestionUse = QuestionUse.ASSESSMENT) -> Question:
    return Question(id, QuestionKind.FREE_RECALL, "Why?", use, criterion, answer="So.")


def unit(id: str, *questions: Question) -> PackUnit:
    return PackUnit(id, id, 2, (Card(CardKind.TEXT, text="Text"),), questions=questions)


UNITS = {
    "one": unit("one", kept("a", "aim"), kept("b", "aim"), kept("p", "aim", QuestionUse.PRACTICE)),
    "two": unit("two", kept("c", "tone"), kept("d", "")),
}


def quiz(rows: dict[str, int], *pool: str) -> PackQuiz:
    blueprint = tuple(BlueprintRow(criterion, criterion, n) for criterion, n in rows.items())
    return PackQuiz("final", "Final", 10, 0.8, blueprint, pool)


def found(one: PackQuiz) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in check_quiz(one, UNITS, "quizzes/final.yaml")]


def test_the_pool_is_the_assessment_questions_of_its_units():
    assert [one.id for one in pool_of(quiz({"aim": 1}, "two", "one"), UNITS)] == list("cdab")


def test_a_row_that_the_pool_can_fill_is_sound():
    assert found(quiz({"aim": 2}, "one")) == []


def test_practice_questions_fill_no_row():
    [finding] = check_quiz(quiz({"aim": 3}, "one"), UNITS, "quizzes/final.yaml")

    assert (finding.where, finding.code) == ("quizzes/final.yaml", "pool_too_small")
    assert "asks 3 questions, and the pool holds 2" in finding.detail


def test_a_unit_that_is_not_there_is_named():
    assert found(quiz({"aim": 2}, "one", "three")) == [("unknown_reference", Severity.ERROR)]


def test_what_no_row_asks_is_said_once_for_each_criterion():
    findings = list(check_quiz(quiz({"aim": 1}, "one", "two"), UNITS, "w"))

    assert [one.code for one in findings] == ["criterion_not_asked"] * 2
    assert {one.severity for one in findings} == {Severity.WARNING}
    assert "1 questions without a criterion" in findings[0].detail
    assert "of the criterion tone" in findings[1].detail
