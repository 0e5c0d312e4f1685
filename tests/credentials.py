"""A micro-credential with everything in it, for tests and benchmarks: about 5 KB as signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.v3 import (
    Achievement,
    Alignment,
    Criteria,
    Evidence,
    Image,
    Profile,
    Recipient,
    Related,
    Result,
    ResultDescription,
    RubricLevel,
    achievement_credential,
)
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key, did_key_method
from cairn.vc.keys import PrivateKey
from cairn.vc.status_list import bits_with, encode_bits, status_entry, status_list_credential
from tests.moments import DAY, MONDAY

SEED = bytes(range(32))
KEY = PrivateKey.from_seed(SEED)
ISSUER = did_key(KEY.public)
METHOD = did_key_method(KEY.public)
LIST_URL = "https://college.example/status/revocation-1"
POSITION = 94_567
AT = "https://college.example/achievements/whiteboards"
SKILLS = "https://college.example/skills"


def criterion(number: int, name: str) -> ResultDescription:
    """Return one criterion of the rubric, with the levels that pass and the one below."""
    words = ("Shown with help", "Shown alone", "Shown as an example to others")
    return ResultDescription(
        id=f"{AT}/results/{number}",
        name=name,
        result_type="RubricCriterionLevel",
        required_level=f"{AT}/results/{number}/levels/3",
        levels=tuple(
            RubricLevel(id=f"{AT}/results/{number}/levels/{rank}", name=word, level=str(rank))
            for rank, word in enumerate(words, start=2)
        ),
    )


ACHIEVEMENT = Achievement(
    id=AT,
    name="Leading a decision at a whiteboard",
    description="Leads a group of up to eight people from a question to a recorded decision.",
    criteria=Criteria(
        id=f"{AT}/criteria",
        narrative="A recorded session of 20 minutes, judged blind by two evaluators at level 3 "
        "or above in every criterion; recall of the method above 85 % on the day of the award.",
    ),
    creator=Profile(id=ISSUER, name="North College", url="https://college.example/"),
    credits_available=0.5,
    field_of_study="Facilitation",
    image=Image(id=f"{AT}/badge.png", caption="A whiteboard with three columns"),
    in_language="en",
    version="2.1",
    tags=("facilitation", "decisions", "whiteboard"),
    alignments=(
        Alignment(
            target_name="lead discussions",
            target_url=f"{SKILLS}/S1.2.3",
            target_type="ceasn:Competency",
            target_code="S1.2.3",
            target_framework="College skills",
        ),
        Alignment(
            target_name="document decisions",
            target_url=f"{SKILLS}/S4.1.0",
            target_type="ceasn:Competency",
            target_code="S4.1.0",
            target_description="Writes down what was decided, by whom and why.",
            target_framework="College skills",
        ),
    ),
    result_descriptions=(
        criterion(1, "Frames the question"),
        criterion(2, "Brings everybody in"),
        criterion(3, "Records the decision"),
    ),
    related=(Related(id=f"{AT}/de", in_language="de", version="2.1"),),
)
RESULTS = tuple(
    Result(
        result_description=f"{AT}/results/{number}",
        achieved_level=f"{AT}/results/{number}/levels/{rank}",
    )
    for number, rank in ((1, 4), (2, 3), (3, 3))
)
EVIDENCE = (
    Evidence(
        id="https://college.example/evidence/4f1c/session.mp4",
        name="Recorded session",
        description="20 minutes, six participants, one decision.",
        genre="video",
        audience="evaluators",
        digest_multibase="zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
    ),
    Evidence(
        name="Reflection",
        narrative="What I would do differently: name the decider before the first idea is drawn.",
    ),
)
RECIPIENT = Recipient(
    id="urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-3a8a0a1f2b3c",
    identity=hashed_identity("ada@college.example", "Kosher"),
    name="Ada",
)


def unsigned_credential(*, valid_from: datetime = MONDAY, **more: Any) -> dict[str, Any]:
    """Return the document before it is signed; `more` replaces arguments of the builder."""
    given: dict[str, Any] = {
        "id": "https://college.example/credentials/0d9f3b1e6a7c4c55b6c1d2e3f4a5b6c7",
        "issuer": Profile(id=ISSUER, name="North College", url="https://college.example/"),
        "recipient": RECIPIENT,
        "achievement": ACHIEVEMENT,
        "results": RESULTS,
        "evidence": EVIDENCE,
        "valid_from": valid_from,
        "valid_until": valid_from + 730 * DAY,
        "status": status_entry(list_url=LIST_URL, index=POSITION),
        "description": "Awarded for a judged session and lasting recall.",
    }
    return achievement_credential(**(given | more))


def signed(document: dict[str, Any], *, created: datetime = MONDAY) -> dict[str, Any]:
    """Return `document` signed by the did:key of `SEED`."""
    return secure(document, sign=KEY.sign, verification_method=METHOD, created=created)


def status_list(*, revoked: tuple[int, ...] = (), valid_from: datetime = MONDAY) -> dict[str, Any]:
    """Return the signed status list at `LIST_URL`, valid for a day."""
    document = status_list_credential(
        url=LIST_URL,
        issuer=ISSUER,
        purpose="revocation",
        encoded=encode_bits(bits_with(revoked)),
        valid_from=valid_from,
        valid_until=valid_from + DAY,
        ttl_minutes=15,
    )
    return signed(document, created=valid_from)
