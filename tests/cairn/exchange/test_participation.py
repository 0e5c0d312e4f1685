from cairn.exchange.pack import AchievementKind, Card, CardKind, PackUnit
from cairn.exchange.participation import participation_badge
from cairn.pathways.requirement import Units
from cairn.psychometrics.questions import Question

WHY = Question.from_json({"id": "why", "kind": "free_recall", "prompt": "Why?", "answer": "So."})


def unit(id, *, order, minutes=10, questions=()):
    cards = (Card(CardKind.TEXT, text="Read."),)
    return PackUnit(id, id.title(), minutes, cards, order=order, questions=questions)


def badge_for(*units):
    [badge] = participation_badge(pack_id="bank", title="Sums", units=units, about="By Me.")
    return badge


def test_the_badge_asks_for_every_unit_in_the_order_of_learning():
    badge = badge_for(unit("a", order=2), unit("b", order=1))

    assert (badge.id, badge.title) == ("bank-participation", "Sums")
    assert badge.requirements == Units(("b", "a"))
    assert badge.about == "By Me."


def test_it_claims_participation_and_no_competence():
    badge = badge_for(unit("a", order=1))

    assert badge.kind is AchievementKind.PARTICIPATION_BADGE
    assert badge.summary == (
        "Shows participation, not assessed competence: the holder has gone through every unit."
    )
    assert badge.assessment_type == "None. Nothing is asked."
    assert (badge.competency, badge.learning_outcomes, badge.half_life_years) == ("", (), None)


def test_answered_questions_are_told_where_there_are_some():
    badge = badge_for(unit("a", order=1), unit("b", order=2, questions=(WHY,)))

    assert badge.summary.endswith("every unit and answered the practice questions.")
    assert badge.assessment_type == "None. The answers are practice; nobody judges them."


def test_its_workload_is_that_of_the_units_in_tenths_of_an_hour():
    assert badge_for(unit("a", order=1, minutes=1)).workload_hours == 0.1
    assert badge_for(*(unit(f"u{n}", order=n) for n in range(21))).workload_hours == 3.5


def test_without_units_there_is_nothing_to_take_part_in():
    assert participation_badge(pack_id="bank", title="Sums", units=(), about="") == ()
