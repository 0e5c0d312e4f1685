from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress

from cairn.openbadges import v3
from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.reading import Found, Kind
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key, did_key_method
from cairn.vc.keys import PrivateKey
from cairn_server.catalog.models import Achievement, AchievementVersion
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import MONDAY

KEY = PrivateKey.from_seed(bytes(range(32)))


@pytest.fixture
def version(college):
    """An achievement of the college that anybody may be awarded."""
    return AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=college, key="checking"),
        number=1,
        digest="0",
        published_at=MONDAY,
        kind="micro-credential",
        title="Checking for Understanding",
        summary="Finds out what every learner has understood.",
        competency="Plans checks that make thinking visible.",
        requirements={"units": []},
        workload_hours=3.5,
    )


@pytest.fixture
def held(ada, version):
    """A signed credential that Ada holds."""
    return make_credential(ada, version)


@pytest.fixture
def address(ada):
    """The address that Ada has proved to be hers."""
    found, _ = EmailAddress.objects.update_or_create(
        user=ada, email=ada.email, defaults={"verified": True, "primary": True}
    )
    return found


def badge_of(email=None, *, title="Welding", number=1):
    """Return a badge that somebody else signed: for an address, or for nobody by address."""
    identity = hashed_identity(email, "salt") if email else None
    unsigned = v3.achievement_credential(
        id=f"https://elsewhere.example/credentials/{number}",
        issuer=v3.Profile(id=did_key(KEY.public), name="Elsewhere Works"),
        recipient=v3.Recipient(
            id="urn:uuid:00000000-0000-4000-8000-000000000001", identity=identity
        ),
        achievement=v3.Achievement(
            id="https://elsewhere.example/achievements/1",
            name=title,
            description="Welds",
            criteria=v3.Criteria(narrative="Done well"),
        ),
        valid_from=MONDAY,
    )
    return secure(
        unsigned, sign=KEY.sign, verification_method=did_key_method(KEY.public), created=MONDAY
    )


def found(document):
    return Found(Kind.JSON, json.dumps(document), document=document)
