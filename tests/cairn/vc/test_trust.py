import pytest

from cairn.errors import MalformedInput
from cairn.vc.trust import TrustedIssuer, TrustList

COLLEGE = "did:web:college.example"


def test_an_empty_list_recognises_nobody():
    assert not TrustList.empty()
    assert COLLEGE not in TrustList.empty()


@pytest.mark.parametrize(
    ("value", "issuer"),
    [
        ({COLLEGE: "North College"}, TrustedIssuer("North College", "recognised")),
        ({COLLEGE: {"name": "North College"}}, TrustedIssuer("North College")),
        (
            {"issuers": {COLLEGE: {"name": "North College", "standing": "accredited"}}},
            TrustedIssuer("North College", "accredited"),
        ),
    ],
)
def test_names_and_standing_are_read(value, issuer):
    trust = TrustList.from_json(value)

    assert dict(trust) == {COLLEGE: issuer}
    assert len(trust) == 1


@pytest.mark.parametrize(
    "value",
    [None, [], "all", {COLLEGE: 7}, {COLLEGE: {}}, {COLLEGE: {"name": "A", "standing": 1}}],
)
def test_a_list_that_does_not_say_who_is_refused(value):
    with pytest.raises(MalformedInput):
        TrustList.from_json(value)


@pytest.mark.parametrize("not_an_id", ["college.example", "North College"])
def test_what_no_issuer_is_named_by_would_never_count_and_is_refused(not_an_id):
    with pytest.raises(MalformedInput, match=f"'{not_an_id}' in the trust list is no issuer's id"):
        TrustList.from_json({not_an_id: COLLEGE})


def test_lists_add_up_and_the_first_word_on_an_issuer_counts():
    first = TrustList.from_json({COLLEGE: "North College"})
    second = TrustList.from_json({COLLEGE: "Another name", "did:web:b.example": "B"})

    assert dict(TrustList.joined([first, second])) == {
        COLLEGE: TrustedIssuer("North College"),
        "did:web:b.example": TrustedIssuer("B"),
    }
    assert not TrustList.joined([])
