"""What a phone gets: practice with its key, never assessment."""

from __future__ import annotations

import json

from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.learning import queries
from cairn_server.learning.phone_cards import phone_due, phone_question, phone_unit, phone_words
from tests.making import import_real_pack, make_due, make_item
from tests.moments import DAY, MONDAY


def test_a_whole_unit_fits_on_a_phone_with_all_its_cards(college):
    import_real_pack(college)
    unit = UnitVersion.objects.get(unit__key="checking-for-understanding/whiteboards")

    phone = phone_unit(unit)

    assert len(phone["cards"]) == len(unit.cards)
    kinds = ["question" if card["kind"] == "question" else "text" for card in unit.cards]
    assert [card["kind"] for card in phone["cards"]] == kinds
    assert all(card.get("html") or card.get("prompt") for card in phone["cards"])
    assert len(json.dumps(phone)) < 60_000


def test_no_assessment_item_leaves_the_server(college):
    import_real_pack(college)
    secret = ItemVersion.objects.filter(item__use="assessment").values_list("content", flat=True)

    sent = "".join(json.dumps(phone_unit(unit)) for unit in UnitVersion.objects.all())

    assert len(secret) > 5
    assert not any(content["prompt"][:40] in sent for content in secret)


def test_a_question_can_be_scored_and_explained_on_the_phone(college):
    phone = phone_question(make_item(college))

    assert [(one["id"], one["weight"]) for one in phone["options"]] == [("a", 0.0), ("b", 1.0)]
    assert phone["options"][0]["feedback"] == "A vote shows that too."
    assert json.loads(json.dumps(phone)) == phone


def test_what_is_due_comes_in_the_order_in_which_it_is_asked(ada, college):
    items = [make_item(college, "one"), make_item(college, "two")]
    for number, item in enumerate(items):
        make_due(ada, item, number)
    due = queries.due_cards(ada, at=MONDAY + 3 * DAY)

    phone = phone_due(due)

    assert [card["version"] for card in phone["cards"]] == [
        str(card.version.pk) for card in due.cards
    ]
    assert phone["unit"] is None


def test_the_phone_has_words_for_every_outcome_and_rating():
    words = phone_words()

    assert set(words["outcomes"]) == {"right", "partial", "wrong", "self_rated"}
    assert len(words["ratings"]) == 4
