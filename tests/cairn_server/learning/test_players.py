"""One screen after the other."""

from __future__ import annotations

from uuid import UUID

import pytest

from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.learning.models import Review
from cairn_server.learning.players import recall_play, unit_end, unit_play
from cairn_server.learning.progressing import answer_in_unit, pass_card
from tests.making import make_achievement, make_due, make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def unit(college):
    """A text, a question, a text."""
    made, following = make_unit(college), make_unit(college, "following")
    make_achievement(college, made, following)
    return made


def play(person, unit, card=None, review=None):
    return unit_play(person, unit, card=card, review=review, at=MONDAY)


def learn(person, unit):
    item = ItemVersion.objects.select_related("item").get(item__unit=unit.unit)
    answer = {"review_id": UUID(int=1), "response": {"option": "b"}, "at": MONDAY}
    answer_in_unit(person=person, unit=unit, item=item, **answer)
    pass_card(person=person, unit=unit, cards_passed=3, at=MONDAY)


def test_everybody_begins_at_the_first_card(ada, unit):
    for person in (None, ada):
        screen = play(person, unit)
        assert (screen.at, screen.cards, screen.steps) == (0, 3, ["current", "", ""])
        assert screen.card["kind"] == "text"


def test_a_learner_goes_on_where_they_were(ada, unit):
    pass_card(person=ada, unit=unit, cards_passed=1, at=MONDAY)

    screen = play(ada, unit)

    assert (screen.at, screen.number, screen.seconds_left) == (1, 2, 80)
    assert screen.question is not None


def test_an_answer_is_shown_on_the_card_it_belongs_to(ada, unit):
    learn(ada, unit)
    review = Review.objects.select_related("version__item").get()

    shown = play(ada, unit, card=1, review=review)
    elsewhere = play(ada, unit, card=2, review=review)

    assert shown.answer.outcome == "right"
    assert shown.next_url.endswith("?card=2")
    assert elsewhere.answer is None


def test_the_end_names_the_question_that_was_left_out(ada, unit):
    pass_card(person=ada, unit=unit, cards_passed=3, at=MONDAY)

    assert unit_end(ada, unit).open_card == 1
    assert unit_end(None, unit).open_card == 1


def test_the_end_says_what_follows(ada, unit):
    learn(ada, unit)

    end = play(ada, unit, card=99).end

    assert (end.open_card, end.questions, end.comes_back_at) == (None, 1, MONDAY + 2 * DAY)
    assert end.next_unit.title == "Following"


def test_recall_asks_what_is_due_then_ends(ada, whiteboards):
    make_due(ada, whiteboards)

    asked = recall_play(ada, review=None, at=MONDAY + 2 * DAY)
    before = recall_play(ada, review=None, at=MONDAY)

    assert asked.question.version_id == whiteboards.pk
    assert (asked.cards, asked.at) == (1, 0)
    assert before.question is None
    assert before.recall_end.left == 0


def test_the_end_of_a_unit_names_where_to_read_further(client, ada, unit):
    learn(ada, unit)
    client.force_login(ada)
    UnitVersion.objects.filter(pk=unit.pk).update(
        resources=[{"title": "Seeing Theory", "url": "https://seeing.example/", "note": ""}]
    )

    page = client.get(f"/learn/units/{unit.unit_id}/?card={len(unit.cards)}").text

    assert "To read further" in page
    assert 'href="https://seeing.example/"' in page
