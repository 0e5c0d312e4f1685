"""Words as they are searched for."""

import pytest

from cairn.frameworks.words import name_key, search_text, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Analyse data", ["analyse", "data"]),
        ("Qualité ÉTENDUE", ["qualite", "etendue"]),
        ("Straße", ["strasse"]),
        ("C++ and C#, .NET", ["c++", "and", "c#", "net"]),
        ("manage_staff (night-shift)", ["manage", "staff", "night", "shift"]),
        ("Ａｃｃｏｕｎｔ", ["account"]),
        ("Умение", ["умение"]),
        ("!? _ %", []),
    ],
)
def test_case_accents_and_signs_fall_away(text, words):
    assert words_of(text) == words


def test_names_are_sorted_by_their_words():
    assert name_key("  Data—Analysis!") == "data analysis"


def test_every_word_of_all_names_stands_once_after_a_blank():
    assert search_text(["manage staff", "staff management", "manage"]) == " manage staff management"
