from django.http import QueryDict

from cairn_server.portfolio.forms import BadgeForm, FrontForm, chosen_in
from cairn_server.portfolio.queries import choices_for
from tests.cairn_server.credentials.conftest import make_credential


def sent(text):
    return QueryDict(text, mutable=True)


def test_what_is_ticked_is_chosen_in_the_order_of_its_numbers(ada, version):
    one, two, three = (make_credential(ada, version) for _ in range(3))
    choices = choices_for(ada)
    query = (
        f"show=c{one.pk}&show=c{two.pk}&show=c{three.pk}&place-c{one.pk}=9&place-c{two.pk}=1"
        f"&note-c{two.pk}=++A++word+&place-c{three.pk}=soon"
    )

    chosen = chosen_in(sent(query), choices, ada)

    assert [one.thing for one in chosen] == [two, one, three]
    assert chosen[0].note == "A word"


def test_what_is_not_among_the_choices_is_left_out(ada, bea, version):
    others = make_credential(bea, version)

    assert chosen_in(sent(f"show=c{others.pk}&show=x&show=o1"), choices_for(ada), ada) == []


def test_a_badge_is_a_file_or_a_text():
    form = BadgeForm({"text": "  "})

    assert not form.is_valid()
    assert "Choose a file" in str(form.errors)


def test_what_is_not_ticked_is_off():
    form = FrontForm({"headline": "Teaches"})

    assert form.is_valid()
    assert (form.front.headline, form.front.is_public) == ("Teaches", False)
