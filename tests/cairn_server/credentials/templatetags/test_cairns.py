from django.template import Context, Template

from cairn_server.credentials.drawing import Stone

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
