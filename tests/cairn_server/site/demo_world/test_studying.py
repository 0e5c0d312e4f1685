from pathlib import Path

from cairn.exchange.pack_reading import read_pack
from cairn.psychometrics.scoring import Outcome, score
from cairn_server.learning.models import Memory, Review, UnitProgress
from cairn_server.learning.queries import due_cards
from cairn_server.site.demo_world.history import PACKS
from cairn_server.site.demo_world.studying import Student, as_sent, response_to
from tests.making import make_achievement, make_unit
from tests.moments import DAY, MONDAY

RIGHT_OR_RATED = (Outcome.RIGHT, Outcome.SELF_RATED)
questions = [
    question
    for pack in sorted(Path(PACKS).iterdir())
    if pack.is_dir()
    for unit in read_pack(pack).units
    for question in unit.questions
]


def test_a_response_is_right_or_wrong_as_wanted():
    right = {one.id: score(one, response_to(one, right=True)).outcome for one in questions}
    wrong = {one.id: score(one, response_to(one, right=False)).outcome for one in questions}

    assert right.keys()
    assert {key: got for key, got in right.items() if got not in RIGHT_OR_RATED} == {}
    assert {key: got for key, got in wrong.items() if got is Outcome.RIGHT} == {}


def test_who_learns_a_unit_has_finished_it_and_answered_all_it_asks(ada, college):
    unit = make_unit(college)
    make_achievement(college, unit)

    Student(ada, 1).learn(unit, MONDAY)

    assert UnitProgress.objects.get(person=ada, unit=unit.unit).finished_at > MONDAY
    assert Review.objects.count() == Memory.objects.count() == 1


def test_only_what_is_due_is_recalled(ada, college):
    unit = make_unit(college)
    make_achievement(college, unit)
    student = Student(ada, 1)
    student.learn(unit, MONDAY)

    student.recall(MONDAY)
    assert Review.objects.count() == 1
    student.recall(MONDAY + 40 * DAY)
    assert Review.objects.count() == 2
    assert due_cards(ada, at=MONDAY + 40 * DAY).count == 0


def test_the_same_seed_tells_the_same_story(ada, bea, college):
    unit = make_unit(college)
    make_achievement(college, unit)
    for person in (ada, bea):
        Student(person, 7).chance.random()

    assert Student(ada, 7).chance.random() == Student(bea, 7).chance.random()


def test_an_answer_is_sent_by_the_places_of_its_options():
    order = ["c", "a", "b"]

    assert as_sent({"option": "a"}, order) == {"option": "2"}
    assert as_sent({"options": ["a", "c"]}, order) == {"options": ["2", "1"]}
    assert as_sent({"text": "7"}, order) == {"text": "7"}
