"""The editors of a draft's parts: saved while written, whatever is typed."""

from __future__ import annotations

import pytest

from cairn_server.catalog.models import Draft
from tests.making import join

HTMX = {"HTTP_HX_REQUEST": "true"}
UNIT = "units/first-steps.md"


@pytest.fixture
def author(client, aut):
    client.force_login(aut)
    return client


def address(draft: Draft, *rest: str) -> str:
    return "/".join([f"/studio/{draft.pk}", *rest, ""])


def stored(draft: Draft, name: str = UNIT) -> dict[str, object]:
    draft.refresh_from_db()
    return draft.content[name]


@pytest.mark.parametrize(
    "kind_and_part",
    [
        "achievements/hinge-questions",
        "units/first-steps",
        "tasks/show-it",
        "rubrics/how-it-is-judged",
        "pack/pack",
        "achievements/hinge-questions/requirements",
        "units/first-steps/preview",
    ],
)
def test_every_editor_opens_on_a_new_draft_and_on_a_complete_one(author, complete, kind_and_part):
    answer = author.get(address(complete, kind_and_part))

    assert answer.status_code == 200


def test_saving_takes_whatever_is_typed_and_says_what_is_wrong_with_it(author, draft):
    sent = {"title": "Asking", "minutes": "soon", "body": "One\r\n---\r\nTwo", "sequence": "1"}

    answer = author.post(address(draft, "units", "first-steps"), sent, follow=True)

    assert stored(draft) == {"title": "Asking", "minutes": "soon", "body": "One\n---\nTwo"}
    assert "“soon” is not a number" in answer.content.decode()


def test_an_autosave_answers_with_the_next_number_the_problems_and_the_cards(author, draft):
    sent = {"title": "Asking", "minutes": "5", "body": "Everybody **thinks**.", "sequence": "1"}

    answer = author.post(address(draft, "units", "first-steps"), sent, **HTMX).content.decode()

    assert 'data-next="2"' in answer
    assert "<strong>thinks</strong>" in answer
    assert 'data-replaces="problems"' in answer


def test_an_older_copy_is_told_and_shown_both(author, draft):
    where = address(draft, "units", "first-steps")
    author.post(where, {"title": "First tab", "minutes": "5", "sequence": "1"})

    quiet = author.post(where, {"title": "Second tab", "minutes": "5", "sequence": "1"}, **HTMX)
    page = author.post(where, {"title": "Second tab", "minutes": "5", "sequence": "1"})

    for answer in (quiet, page):
        assert answer.status_code == 409
        assert "First tab" in answer.content.decode()
    assert 'value="Second tab"' in page.content.decode()
    assert 'name="sequence" value="2"' in page.content.decode()
    assert stored(draft)["title"] == "First tab"


def test_rows_are_added_filled_and_removed_without_script(author, draft):
    where = address(draft, "tasks", "show-it")
    base = {"title": "Show it", "parts-0-id": "reflection", "parts-0-title": "Text"}
    base |= {"parts-0-kind": "text", "parts-0-required": "on"}

    more = author.post(where, {**base, "sequence": "1", "do": "add:parts"})
    assert more.url.endswith("?more=parts#parts")
    assert 'name="parts-1-title"' in author.get(more.url).content.decode()

    two = {"parts-1-id": "", "parts-1-title": "The film", "parts-1-kind": "file"}
    author.post(where, {**base, **two, "parts-1-accept": ["video"], "sequence": "2"})
    assert stored(draft, "tasks/show-it.md")["parts"][1] == {
        "id": "the-film",
        "title": "The film",
        "kind": "file",
        "required": False,
        "accept": ["video"],
    }

    two["parts-1-id"] = "the-film"
    author.post(where, {**base, **two, "sequence": "3", "do": "remove:parts-1"})
    assert len(stored(draft, "tasks/show-it.md")["parts"]) == 1


def test_a_new_criterion_comes_with_two_levels(author, draft):
    where = address(draft, "rubrics", "how-it-is-judged")

    page = author.post(
        where, {"title": "R", "sequence": "1", "do": "add:criteria"}, follow=True
    ).content.decode()

    assert [one["id"] for one in stored(draft, "rubrics/how-it-is-judged.yaml")["criteria"]] == [
        "criterion-1"
    ]
    assert 'name="criteria-0-levels-1-title" value="Met"' in page


def test_what_an_editor_does_not_ask_for_stays(author, draft):
    author.post(
        address(draft, "achievements", "hinge-questions"),
        {"title": "Asking", "kind": "micro-credential", "sequence": "1", "credits.value": "0,5"},
    )

    saved = stored(draft, "achievements/hinge-questions.md")
    assert saved["requirements"] == {"all_of": [{"units": ["first-steps"]}, {"task": "show-it"}]}
    assert saved["credits"] == {"value": 0.5}


def test_parts_are_added_by_title_and_removed(author, draft):
    added = author.post(address(draft, "units"), {"title": "Waiting"})
    assert added.url == address(draft, "units", "waiting")

    author.post(address(draft, "units", "waiting", "removal"))
    draft.refresh_from_db()
    assert "units/waiting.md" not in draft.content


@pytest.mark.parametrize("kind", ["quizzes", "gatherings", "rubrics", "achievements", "tasks"])
def test_every_kind_of_part_can_be_added_and_opened(author, draft, kind):
    added = author.post(address(draft, kind), {"title": "Another"})

    assert author.get(added.url).status_code == 200


def test_the_tree_is_changed_by_buttons(author, draft):
    where = address(draft, "achievements", "hinge-questions", "requirements")

    def tree():
        return stored(draft, "achievements/hinge-questions.md")["requirements"]

    author.post(where, {"sequence": "1", "do": "add:", "add-": "any_of"})
    assert tree()["all_of"][2] == {"any_of": []}
    author.post(where, {"sequence": "2", "do": "add:2", "add-2": "quiz"})
    author.post(where, {"sequence": "3", "form-2": "n_of", "do": "up:2"})
    assert tree()["all_of"][1] == {"n_of": {"n": 1, "of": [{"quiz": ""}]}}
    author.post(where, {"sequence": "4", "do": "remove:1"})
    assert tree() == {"all_of": [{"units": ["first-steps"]}, {"task": "show-it"}]}
    stale = author.post(where, {"sequence": "1", "do": "remove:1"})
    assert stale.status_code == 409


def test_the_tree_is_saved_while_it_is_changed_and_an_older_copy_is_told(author, draft):
    where = address(draft, "achievements", "hinge-questions", "requirements")
    mine = {"node": ["", "0"], "form-": "any_of", "form-0": "task", "ids-0": "show-it"}

    saved = author.post(where, {**mine, "sequence": "1"}, **HTMX).content.decode()
    older = {**mine, "form-": "all_of", "sequence": "1"}
    quiet = author.post(where, older, **HTMX)
    page = author.post(where, older)

    assert 'data-next="2"' in saved
    assert 'data-replaces="problems"' in saved
    for answer in (quiet, page):
        assert answer.status_code == 409
        assert "One of these\n– Show it: a task" in answer.content.decode()
    assert 'name="sequence" value="2"' in page.content.decode()
    tree = stored(draft, "achievements/hinge-questions.md")["requirements"]
    assert tree == {"any_of": [{"task": "show-it"}]}


def test_leaves_name_what_is_chosen(author, draft):
    where = address(draft, "achievements", "hinge-questions", "requirements")

    sent = {"sequence": "1", "form-0": "units", "ids-0": ["first-steps"], "number-0": "0.8"}
    author.post(where, {**sent, "form-1": "task", "ids-1": "show-it"})

    assert stored(draft, "achievements/hinge-questions.md")["requirements"]["all_of"][0] == {
        "units": ["first-steps"],
        "recall_at_least": 0.8,
    }


@pytest.mark.parametrize(
    "path", ["nothing/pack", "units/missing", "pack/other/removal", "rubrics/x/removal"]
)
def test_what_is_not_there_is_not_found(author, draft, path):
    assert author.post(address(draft, path), {}).status_code == 404 or path == "pack/other/removal"


def test_a_published_draft_takes_nothing_more(author, complete):
    author.post(address(complete, "publication"))

    answer = author.post(
        address(complete, "units", "first-steps"), {"title": "Late", "sequence": "9"}
    )

    assert answer.status_code == 409
    assert "published" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind_and_part", "stated"),
    [
        ("achievements/hinge-questions", "Asks questions that every learner answers."),
        ("units/first-steps", "Ask everybody."),
        ("rubrics/how-it-is-judged", "Everybody answers"),
        ("achievements/hinge-questions/requirements", "Learn units: First steps"),
        ("units/first-steps/questions/who-answers", "Then the rest is silent."),
        ("", "Hinge questions"),
    ],
)
def test_a_published_part_shows_values_and_one_way_on(author, complete, kind_and_part, stated):
    author.post(address(complete, "publication"))

    page = author.get(address(complete, kind_and_part) if kind_and_part else address(complete))

    told = page.content.decode()
    assert stated in told
    assert "Make a new version" in told
    assert "<textarea" not in told
    assert ">Save<" not in told
    assert ">Upload<" not in told


def test_the_next_version_is_one_draft_however_often_it_is_asked_for(author, complete):
    author.post(address(complete, "publication"))

    first = author.post(address(complete, "versions"))
    again = author.post(address(complete, "versions"))

    assert first.url == again.url != address(complete)
    assert "<textarea" in author.get(f"{first.url}units/first-steps/").content.decode()


def test_characters_that_no_file_may_hold_are_left_out(author, draft):
    author.post(
        address(draft, "units", "first-steps"),
        {"title": "A\x00B", "minutes": "5", "body": "a\x07b\ufeffc", "sequence": "1"},
    )

    assert stored(draft) == {"title": "AB", "minutes": 5, "body": "abc"}


def test_no_learner_opens_an_editor(client, draft, college):
    client.force_login(join("Lea", college, "evaluator"))

    assert client.get(address(draft, "units", "first-steps")).status_code == 404


def test_where_to_read_further_is_edited_with_its_kind_and_licence(author, draft):
    where = address(draft, "units", "first-steps")
    book = {"title": "A book", "url": "https://a.example/", "kind": "book", "licence": "MIT"}
    sent = {f"resources-0-{name}": value for name, value in book.items()}

    author.post(where, {"title": "Asking", "minutes": "5", "sequence": "1", **sent})
    page = author.get(where).content.decode()

    assert stored(draft)["resources"] == [book]
    assert '<option value="book" selected>Book</option>' in page
