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


def test_lists_add_up_and_the_first_word_on_an_issuer_counts():
    first = TrustList.from_json({COLLEGE: "North College"})
    second = TrustList.from_json({COLLEGE: "Another name", "did:web:b.example": "B"})

    assert dict(TrustList.joined([first, second])) == {
        COLLEGE: TrustedIssuer("North College"),
        "did:web:b.example": TrustedIssuer("B"),
    }
    assert not TrustList.joined([])
