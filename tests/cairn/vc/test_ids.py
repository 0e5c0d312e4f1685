import pytest

from cairn.vc.ids import comparable

OWN = "https://college.example/badges/1"


@pytest.mark.parametrize(
    "other",
    [
        "https://COLLEGE.example/badges/1",
        "HTTPS://college.example/badges/1",
        "https://college.example:443/badges/1",
        "https://college.example:/badges/1",
        "https://college.example:0443/badges/1",
        "https://college.example./badges/1",
        "https://College.Example.:443/badges/%31",
        "https://colle%67e.example/badges/1",
        "  https://college.example/badges/1\n",
    ],
)
def test_one_address_may_be_written_in_many_ways(other):
    assert comparable(other) == comparable(OWN)


@pytest.mark.parametrize(
    "other",
    [
        "http://college.example/badges/1",
        "https://college.example:8443/badges/1",
        "http://college.example:443/badges/1",
        "https://college.example/Badges/1",
        "https://college.example/badges/1/",
        "https://college.example/badges/1?a",
        "https://college.example/badges/1#a",
        "https://kim@college.example/badges/1",
        "https://college.example.evil.example/badges/1",
    ],
)
def test_another_address_stays_another(other):
    assert comparable(other) != comparable(OWN)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("https://a.example", "https://a.example/"),
        ("https://a.example?b", "https://a.example/?b"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("http://a.example:80/", "http://a.example/"),
        (
            "URN:UUID:0B3A1E5C-0000-7000-8000-00000000000A",
            "urn:uuid:0b3a1e5c-0000-7000-8000-00000000000a",
        ),
        ("urn:x:a%20b", "urn:x:a b"),
        ("DID:example:1", "did:example:1"),
        ("%7Ekim", "~kim"),
    ],
)
def test_other_ids_have_one_form_too(one, same):
    assert comparable(one) == comparable(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [("urn:x:A", "urn:x:a"), ("did:key:zA", "did:key:za"), ("A", "a"), ("https://[", "https://]")],
)
def test_letters_count_where_no_standard_says_otherwise(one, other):
    assert comparable(one) != comparable(other)
