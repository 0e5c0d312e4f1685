import pytest

from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.report import Check, IssuerSummary
from cairn.vc.wording import for_people, identifiers_in, presentation_sentence, sentence_for

COLLEGE = IssuerSummary("did:web:college.example", "Harvard", "college.example")
PROOF = Check.passed("proof")
NO_LIST = Check.not_applicable("status")
NOT_REVOKED = Check.passed("status")


def sentence(*checks, issuer=COLLEGE, subject="Ada", recognised_as=None, **more):
    return sentence_for(checks, issuer=issuer, subject=subject, recognised_as=recognised_as, **more)


def test_a_good_one_names_the_domain_and_never_only_the_name():
    assert (
        sentence(PROOF, NOT_REVOKED)
        == "Genuine and current: issued by college.example to Ada; not revoked."
    )


def test_a_recognised_issuer_is_called_by_the_name_on_the_list():
    assert sentence(PROOF, NOT_REVOKED, recognised_as="North College", subject=None) == (
        "Genuine and current: issued by North College (college.example); not revoked."
    )


def test_an_issuer_without_domain_is_called_by_its_id():
    issuer = IssuerSummary("did:key:z6Mk", "Harvard", None)

    assert sentence(PROOF, NO_LIST, issuer=issuer) == (
        "Genuine and current: issued by did:key:z6Mk to Ada; "
        "no list of revoked credentials is named."
    )


def test_what_it_is_for_comes_first_and_in_quotation_marks():
    assert sentence(PROOF, NOT_REVOKED, achievement="Statistics I") == (
        "Genuine and current: “Statistics I”, issued by college.example to Ada; not revoked."
    )
    assert sentence(PROOF, NOT_REVOKED, achievement=" ").startswith("Genuine and current: issued")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Law", "“Law”"),
        ("Law”, issued by “Harvard", "“Law’, issued by ‘Harvard”"),
        ('Law", issued by "Harvard', "“Law', issued by 'Harvard”"),
        ("Law\nNot genuine", "“Law�Not genuine”"),
        ("L" * 81, f"“{'L' * 79}…”"),
    ],
)
def test_the_name_of_an_achievement_does_not_read_as_our_own_words(name, shown):
    told = sentence(PROOF, NOT_REVOKED, achievement=name)

    assert told == f"Genuine and current: {shown}, issued by college.example to Ada; not revoked."


@pytest.mark.parametrize(
    ("purposes", "ending"),
    [
        (["revocation"], "not revoked"),
        (["message", "revocation"], "not revoked"),
        (["suspension", "revocation"], "neither revoked nor suspended"),
        (["suspension"], "not suspended; no list of revoked credentials is named"),
        (["message"], "no list of revoked credentials is named"),
        ([], "no list of revoked credentials is named"),
    ],
)
def test_only_what_was_asked_for_is_said_not_to_be(purposes, ending):
    """That no message stands in a list says nothing of being revoked."""
    told = sentence(PROOF, NOT_REVOKED, asked_for=purposes)

    assert told.endswith(f" to Ada; {ending}.")


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        (
            [PROOF, Check.failed("status", "revoked", "since Monday")],
            "Genuine, but it has been revoked: since Monday.",
        ),
        (
            [PROOF, Check.failed("validity_period", "expired", "it expired on Monday")],
            "Genuine, but it is no longer valid: it expired on Monday.",
        ),
        (
            [Check.failed("model", "name_invalid", "name: is odd"), PROOF],
            "Not acceptable: name: is odd.",
        ),
        (
            [
                Check.undetermined("proof", "key_unresolved", "no key"),
                Check.failed("validity_period", "expired", "it expired on Monday"),
            ],
            "Not acceptable: it is no longer valid: it expired on Monday; "
            "whether it is genuine was not decided.",
        ),
        (
            [
                Check.failed("model", "name_invalid", "name: is odd"),
                Check.failed("proof", "proof_mismatch", "the text was changed"),
            ],
            "Not genuine: the text was changed.",
        ),
        (
            [PROOF, Check.failed("key_validity", "proof_expired", "it ended on Monday")],
            "No longer acceptable: it ended on Monday.",
        ),
        (
            [
                Check.failed("key_validity", "proof_expired", "it ended on Monday"),
                Check.failed("issuer_is_controller", "issuer_mismatch", "by somebody else"),
            ],
            "Not genuine: by somebody else.",
        ),
        (
            [PROOF, Check.undetermined("status", "status_unavailable", "the list is away")],
            "Cannot be decided: the list is away.",
        ),
        (
            [PROOF, Check.undetermined("status", "status_unavailable", "It is away.")],
            "Cannot be decided: It is away.",
        ),
    ],
)
def test_the_sentence_says_what_matters_most(checks, text):
    assert sentence(*checks) == text


def test_a_presentation_says_who_shows_how_much():
    checks = [PROOF, Check.passed("credentials")]

    assert presentation_sentence(checks, holder="did:key:z6Mk", count=2) == (
        "Shown by did:key:z6Mk: 2 credentials, each genuine and current."
    )
    failed = [Check.failed("proof", "proof_missing", "nobody signed this document")]
    assert presentation_sentence(failed, holder=None, count=0) == (
        "Not genuine: nobody signed this document."
    )


KEY = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            f"issued by {KEY} to urn:uuid:01a20541-c859-7de1-8069-7ffa286525bd; not revoked.",
            "issued by did:key:z6MkhaXg…2doK to urn:uuid:01a20541…25bd; not revoked.",
        ),
        (f"the key {KEY}#{KEY[8:]} is away.", "the key did:key:z6MkhaXg…2doK is away."),
        (f"issued by North College ({KEY}).", "issued by North College (did:key:z6MkhaXg…2doK)."),
        ("issued by did:key:z6Mk.", "issued by did:key:z6Mk."),
    ],
)
def test_people_see_both_ends_of_an_identifier(sentence, shown):
    assert for_people(sentence) == shown


@pytest.mark.parametrize(
    "name",
    [
        "did:web:college.example:issuers:school-of-engineering",
        "did:webvh:QmRgdnXL8nAwJVBLWhRY3PSYCVQUKZVGTU7xZdGaTRTpxX:college.example",
        "https://college.example/issuers/school-of-engineering",
    ],
)
def test_what_names_a_domain_stays_whole(name):
    assert for_people(f"issued by {name}; not revoked.") == f"issued by {name}; not revoked."
    assert identifiers_in(f"issued by {name}; not revoked.") == []


def test_what_was_shortened_is_told_in_full_once():
    assert identifiers_in(f"{KEY} says that {KEY} is not urn:isbn:1.") == [KEY]


@pytest.mark.parametrize(
    ("subject", "called"),
    [
        ("Ada", " to Ada;"),
        ("did:example:ada", " to did:example:ada;"),
        ("Ada Lovelace", " to “Ada Lovelace”;"),
        ("Ada; not revoked. By “Us”", " to “Ada; not revoked. By ‘Us’”;"),
        ("Ada\u202e live\nnow", " to “Ada� live�now”;"),
        ("A d" + "a" * 3_000, f" to “A d{'a' * 76}…”;"),
    ],
)
def test_a_name_does_not_read_as_our_own_words(subject, called):
    """Whoever is named in a badge may have chosen the name."""
    checks = [Check.passed("proof"), Check.passed("status")]

    assert called in sentence_for(checks, issuer=None, subject=subject, recognised_as=None)


@pytest.mark.parametrize(
    ("hosted", "begins"),
    [
        ([Check.passed("hosted"), Check.passed("issuer_host")], "Genuine, but it has been revoked"),
        ([Check.not_checked("hosted")], "Not acceptable: it has been revoked: By mistake; whether"),
    ],
)
def test_a_hosted_badge_is_told_to_be_revoked(hosted, begins):
    proofs = [Check.not_checked(name) for name in PROOF_CHECKS]

    told = sentence(*hosted, *proofs, Check.failed("status", "revoked", "By mistake"))
    assert told.startswith(begins)
