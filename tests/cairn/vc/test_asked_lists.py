import pytest

from cairn.errors import StatusListInvalid
from cairn.vc.asked_lists import AskedLists
from cairn.vc.did import did_key_method
from cairn.vc.enveloped import enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.presentation import verify_presentation
from cairn.vc.report import Outcome
from cairn.vc.status_list import status_entry
from tests.cairn.vc.test_presentation import shown
from tests.moments import MONDAY
from tests.signing import KEY, LIST_URL, a_badge, a_status_list, keys, signed

METHOD = did_key_method(KEY.public)


def as_token(document):
    return enveloped(as_jwt(document, key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT))


def test_a_list_in_a_token_is_opened_once():
    memory, found = AskedLists(), as_token(a_status_list(7))

    assert memory.opened(found)["id"] == LIST_URL
    assert memory.opened(found) is memory.opened(found)
    assert memory.opened(dict(found)) is not memory.opened(found)


def test_a_list_that_cannot_be_opened_is_refused_each_time():
    memory, found = AskedLists(), enveloped("e30.e30.AA")

    for _ in range(2):
        with pytest.raises(StatusListInvalid):
            memory.opened(found)


def test_a_list_is_judged_once_and_another_by_itself():
    memory, asked = AskedLists(), []

    def judge(found):
        asked.append(found)
        return len(asked)

    one, other = {"id": "a"}, {"id": "a"}
    assert [memory.verdict(found, judge) for found in (one, other, one, other)] == [1, 2, 1, 2]


@pytest.mark.parametrize("form", [signed, as_token])
@pytest.mark.parametrize(("revoked", "outcome"), [((), Outcome.VALID), ((3,), Outcome.INVALID)])
def test_the_list_of_all_that_is_shown_is_verified_once(form, revoked, outcome):
    entries = [status_entry(list_url=LIST_URL, index=number) for number in range(4)]
    badges = [signed(a_badge(credentialStatus=entry)) for entry in entries]
    found, asked = form(a_status_list(*revoked)), []

    def counted(method_id):
        asked.append(method_id)
        return keys(method_id)

    report = verify_presentation(
        shown(*badges), keys=counted, statuses=lambda url: found, at=MONDAY
    )
    assert report.outcome is outcome
    assert len(asked) == 1 + 4 + 1  # who shows it, each credential, the list
