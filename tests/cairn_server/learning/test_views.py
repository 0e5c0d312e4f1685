"""The player through its addresses: with and without an account, twice, and by strangers."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from cairn_server.accounts.models import Person, PersonKind
from cairn_server.catalog.models import AchievementVersion, Item, ItemVersion, UnitVersion
from cairn_server.learning.models import Enrolment, Memory, Review, UnitProgress
from tests.making import import_real_pack, make_achievement, make_due, make_question, make_unit

HTMX = {"HX-Request": "true"}
TOKEN = re.compile(rb'"X-CSRFToken": "[^"]*"')


@pytest.fixture
def unit(college):
    """A text, a question, a text."""
    made = make_unit(college)
    make_achievement(college, made)
    return made


@pytest.fixture
def item(unit) -> ItemVersion:
    return ItemVersion.objects.select_related("item").get()


@pytest.fixture
def url(item) -> str:
    return reverse("learning:create-review", args=[item.pk])


@pytest.fixture
def answer(unit) -> dict[str, object]:
    return {"review_id": str(uuid4()), "option": "b", "unit": str(unit.unit_id), "card": 1}


def answer_of(page) -> tuple[int, bytes]:
    """Return status and content without the token against forgery, which is never the same."""
    return page.status_code, TOKEN.sub(b"", page.content)


def at_card(unit, card) -> str:
    return f"{reverse('learning:unit', args=[unit.unit_id])}?card={card}"


def test_looking_leaves_nothing_behind(client, unit):
    for card in range(4):
        assert client.get(at_card(unit, card)).status_code == 200
    client.post(reverse("learning:passed-cards", args=[unit.unit_id]), {"cards": 1})

    assert not Person.objects.exists()
    assert not UnitProgress.objects.exists()


def test_the_first_answer_makes_a_guest_and_keeps_it(client, unit, url, answer):
    page = client.post(url, answer, follow=True)

    guest = Person.objects.get()
    assert guest.kind == PersonKind.GUEST
    assert (Review.objects.get().person, UnitProgress.objects.get().card) == (guest, 2)
    assert "Right" in page.text
    assert "This will come back in 2 days" in page.text


def test_two_taps_lead_from_an_achievement_to_its_first_card(client, unit):
    achievement = AchievementVersion.objects.get().achievement_id

    page = client.get(reverse("learning:first-unit", args=[achievement]), follow=True)

    assert page.redirect_chain == [(reverse("learning:unit", args=[unit.unit_id]), 302)]
    assert "A vote shows" in page.text


def test_a_whole_unit_without_a_script(client, ada, unit, url, answer):
    client.force_login(ada)
    passed = reverse("learning:passed-cards", args=[unit.unit_id])

    assert "A vote shows" in client.get(reverse("learning:unit", args=[unit.unit_id])).text
    question = client.post(passed, {"cards": 1}, follow=True)
    assert "What does a board show" in question.text
    told = client.post(url, answer | {"option": "a"}, follow=True)
    assert "Not yet" in told.text
    assert "A vote shows that too." in told.text
    assert at_card(unit, 2) in told.text
    end = client.post(passed, {"cards": 3}, follow=True)

    assert "Learned" in end.text
    assert UnitProgress.objects.get().finished_at is not None
    assert Enrolment.objects.get().person == ada


def test_htmx_gets_the_card_alone_and_the_address_follows(client, ada, unit, url, answer):
    client.force_login(ada)

    told = client.post(url, answer, headers=HTMX)
    following = client.get(at_card(unit, 2), headers=HTMX)

    assert told.text.lstrip().startswith('<section id="player"')
    assert told["HX-Push-Url"] == f"{at_card(unit, 1)}&review={answer['review_id']}"
    assert "<html" not in following.text


def test_a_double_click_counts_once(client, ada, url, answer):
    client.force_login(ada)

    pages = [client.post(url, answer), client.post(url, answer)]

    assert [page.status_code for page in pages] == [302, 302]
    assert Review.objects.count() == 1


def test_an_empty_answer_is_asked_again_in_place(client, ada, unit, url, answer):
    client.force_login(ada)
    del answer["option"]

    page = client.post(url, answer, headers=HTMX)

    assert page.status_code == 422
    assert "Choose one of the options." in page.text
    assert "What does a board show" in page.text
    assert not Review.objects.exists()


def test_an_empty_answer_of_a_passer_by_makes_no_guest(client, unit, url):
    page = client.post(url, {"review_id": str(uuid4())})

    assert page.status_code == 422
    assert not Person.objects.exists()


def test_a_right_answer_may_be_called_hard_once(client, ada, unit, url, answer):
    client.force_login(ada)
    client.post(url, answer)
    change = {"replaces": answer["review_id"], "rating": "2", "unit": answer["unit"], "card": 1}

    pages = [client.post(url, change | {"review_id": str(uuid4())}, follow=True) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "This will come back in 1 day" in pages[1].text
    assert Memory.objects.get().review_count == 1
    assert Review.objects.count() == 2


def test_a_wrong_answer_cannot_be_called_easy(client, ada, url, answer):
    client.force_login(ada)
    client.post(url, answer | {"option": "a"})

    client.post(
        url, {"replaces": answer["review_id"], "review_id": str(uuid4()), "rating": "4", "card": 1}
    )

    assert set(Review.objects.values_list("rating", flat=True)) == {1}


def test_the_rating_of_somebody_else_is_not_there(client, ada, bea, url, answer):
    client.force_login(ada)
    client.post(url, answer)
    client.force_login(bea)
    change = {"review_id": str(uuid4()), "rating": "2"}

    theirs = client.post(url, change | {"replaces": answer["review_id"]})
    missing = client.post(url, change | {"replaces": str(uuid4())})

    assert answer_of(theirs) == answer_of(missing)
    assert theirs.status_code == 404


def drafted(version):
    version.published_at = None
    version.save()


def made_an_assessment(version):
    Item.objects.update(use="assessment")


def in_a_draft_achievement(version):
    AchievementVersion.objects.update(published_at=None)


@pytest.mark.parametrize("hide", [drafted, made_an_assessment, in_a_draft_achievement])
def test_a_hidden_item_is_answered_like_a_missing_one(client, ada, item, url, answer, hide):
    hide(item)
    client.force_login(ada)
    missing = client.post(reverse("learning:create-review", args=[uuid4()]), answer)

    page = client.post(url, answer)

    assert answer_of(page) == answer_of(missing)
    assert page.status_code == 404
    assert not Review.objects.exists()


def test_a_unit_that_is_not_published_is_like_a_missing_one(client, college, ada):
    hidden = make_unit(college, "hidden")
    client.force_login(ada)

    page = client.get(reverse("learning:unit", args=[hidden.unit_id]))
    missing = client.get(reverse("learning:unit", args=[uuid4()]))

    assert answer_of(page) == answer_of(missing)
    assert page.status_code == 404


@pytest.mark.parametrize(
    "query", ["card=-1", "card=x", "card=99999999999", "card=1&review=x", "card=²"]
)
def test_a_strange_address_shows_a_card(client, unit, query):
    url = f"{reverse('learning:unit', args=[unit.unit_id])}?{query}"

    assert client.get(url).status_code == 200


def test_recall_from_the_first_question_to_the_calm_end(client, ada, item):
    make_due(ada, item)
    client.force_login(ada)
    asked = client.get(reverse("learning:recall"))
    review_id = asked.context["play"].review_id
    url = reverse("learning:create-review", args=[item.pk])

    told = client.post(url, {"review_id": str(review_id), "option": "b"}, follow=True)
    end = client.get(reverse("learning:recall"))

    assert "What does a board show" in asked.text
    assert "Right" in told.text
    assert "One answer today, and nothing is left to recall" in end.text


def test_another_learner_has_nothing_to_recall(client, ada, bea, item):
    make_due(ada, item)
    client.force_login(bea)

    assert "Nothing is due" in client.get(reverse("learning:recall")).text


def test_a_passer_by_is_told_where_recall_comes_from(client, db):
    page = client.get(reverse("learning:recall"))

    assert (page.status_code, "Nothing to recall yet" in page.text) == (200, True)


def test_setting_out_twice_is_once(client, ada, unit):
    client.force_login(ada)
    url = reverse("learning:enrolments", args=[AchievementVersion.objects.get().achievement_id])

    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert Enrolment.objects.count() == 1


def test_every_kind_of_question_of_the_real_packs_is_drawn_and_answered(client, ada, college):
    import_real_pack(college)
    client.force_login(ada)
    for unit in UnitVersion.objects.all():
        for card in range(len(unit.cards)):
            page = client.get(at_card(unit, card))
            assert page.status_code == 200
            assert "⟦" not in page.text


@pytest.mark.parametrize("count", [1, 30])
def test_a_unit_takes_as_many_queries_for_one_question_as_for_thirty(
    client, ada, college, count, django_assert_num_queries
):
    questions = [make_question(f"q{number}") for number in range(count)]
    unit = make_unit(college, questions=questions)
    make_achievement(college, unit)
    client.force_login(ada)
    client.get(at_card(unit, 1))

    with django_assert_num_queries(6):
        client.get(at_card(unit, 1))
