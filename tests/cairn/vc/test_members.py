import pytest

from cairn.vc.members import domain_of, id_of, listed, text_of, types_of


@pytest.mark.parametrize(
    ("value", "expected"), [(None, []), ("a", ["a"]), (["a", "b"], ["a", "b"]), ({}, [{}])]
)
def test_a_lone_value_is_a_list_of_one(value, expected):
    assert listed(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("urn:a", "urn:a"), ({"id": "urn:a"}, "urn:a"), ({"id": 7}, None), (None, None), ([], None)],
)
def test_an_id_is_a_text_or_the_id_of_an_object(value, expected):
    assert id_of(value) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [({"type": "A"}, ["A"]), ({"type": ["A", 7, "B"]}, ["A", "B"]), ({}, []), ("A", [])],
)
def test_types_are_the_texts_among_them(node, expected):
    assert types_of(node) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ada", "Ada"),
        ({"@value": "Ada", "@language": "en"}, "Ada"),
        ([{"@language": "en"}, {"@value": "Ada"}], "Ada"),
        (7, None),
        (None, None),
    ],
)
def test_a_name_is_read_in_each_of_its_forms(value, expected):
    assert text_of(value) == expected


@pytest.mark.parametrize(
    ("issuer", "domain"),
    [
        ("did:web:college.example", "college.example"),
        ("did:web:college.example%3A8443:issuers:7", "college.example"),
        ("https://college.example:8443/issuers/7", "college.example"),
        ("did:key:z6Mk", None),
        ("urn:uuid:1", None),
        ("https://[", None),
        ("did:web:", None),
    ],
)
def test_only_ids_that_rest_on_a_domain_have_one(issuer, domain):
    assert domain_of(issuer) == domain


def test_a_host_of_other_letters_is_shown_as_it_is_asked_for():
    """A Cyrillic letter looks like the Latin one; nobody's name may be borrowed by it."""
    assert domain_of("https://h\u0430rvard.example/issuer") == "xn--hrvard-3nf.example"
    assert domain_of("https://b\u00fccher.example/") == "xn--bcher-kva.example"
    assert domain_of("https://" + "\u00fc" * 80 + ".example/") is None
