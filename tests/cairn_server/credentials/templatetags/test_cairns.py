from django.template import Context, Template

from cairn_server.credentials.drawing import Stone
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.templatetags.cairns import of
from tests.moments import MONDAY

DRAW = Template("{% load cairns %}{% draw_cairn stones %}")


def test_a_cairn_is_described_in_words():
    two = [Stone("<b>", 1), Stone("B", 2)]

    drawn = DRAW.render(Context({"stones": two}))

    assert 'aria-label="A cairn of 2 stones"' in drawn
    assert "<b>" not in drawn


def test_where_there_is_none_yet_the_stones_to_come_are_pale():
    drawn = DRAW.render(Context({}))

    assert 'aria-label="A cairn still to be built"' in drawn
    assert drawn.count("var(--stone-0)") == 3


def test_a_label_may_be_given_and_is_escaped():
    template = Template("{% load cairns %}{% draw_cairn stones label %}{% draw_badge label 7 %}")

    drawn = template.render(Context({"label": '"><script>'}))

    assert "<script>" not in drawn


def test_a_page_below_shows_what_stands_behind_an_issuer(client, college, checking):
    establish_issuer(organisation=college, at=MONDAY, standing="employer-recognised")

    assert "Employer-recognised" in client.get("/catalogue/").text


def test_what_is_not_found_is_empty():
    assert (of({1: "one"}, 1), of({1: "one"}, 2)) == ("one", "")
