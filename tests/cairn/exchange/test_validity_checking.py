from dataclasses import replace

import pytest

from cairn.errors import MalformedInput
from cairn.exchange.pack import AchievementKind, PackAchievement
from cairn.exchange.pack_parts import read_achievement
from cairn.exchange.validity_checking import check_validity
from cairn.pathways.requirement import AllOf, AnyOf, Credential, NOf, Task, Units
from cairn.pathways.validity import Validity

FIRST_AID = PackAchievement(
    "first-aid",
    "First aid",
    AchievementKind.MICRO_CREDENTIAL,
    AllOf((Units(("breathing",)), Task("scene"))),
    validity=Validity(24),
)


def codes(achievement, *others):
    known = {one.id: one for one in (achievement, *others)}
    return [one.code for one in check_validity(achievement, known, "achievements/x.md")]


def test_a_credential_that_does_not_end_and_one_that_is_renewed_by_its_task_are_sound():
    assert codes(replace(FIRST_AID, validity=None)) == []
    assert codes(FIRST_AID) == []


def test_what_is_done_again_must_be_something_that_is_required():
    assert codes(replace(FIRST_AID, validity=Validity(24, again=("scene", "film")))) == [
        "unknown_reference"
    ]


def test_a_renewal_that_could_begin_before_the_award_is_told():
    assert codes(replace(FIRST_AID, validity=Validity(2, 60))) == ["renewal_too_early"]


def test_a_micro_credential_is_not_renewed_by_learning_alone_but_a_badge_is():
    only_learning = replace(FIRST_AID, validity=Validity(24, again=("breathing",)))
    badge = replace(only_learning, kind=AchievementKind.PARTICIPATION_BADGE)

    assert codes(only_learning) == ["renewal_without_performance"]
    assert codes(badge) == []


@pytest.mark.parametrize(
    ("required", "found"),
    [
        (Credential("lasting"), ["renewal_unreachable"]),
        (AllOf((Credential("lasting"), Task("scene"))), ["renewal_unreachable"]),
        (AnyOf((Credential("lasting"), Task("scene"))), []),
        (NOf(2, (Credential("lasting"), Task("scene"))), ["renewal_unreachable"]),
        (Credential("first-aid"), []),
        (Credential("another-pack/its-own"), []),
    ],
)
def test_a_stack_is_renewed_by_parts_that_end_themselves(required, found):
    lasting = replace(FIRST_AID, id="lasting", validity=None)
    stack = replace(FIRST_AID, id="stack", requirements=required, validity=Validity(12))

    assert codes(stack, lasting, FIRST_AID) == found


def read(validity):
    page = f"---\ntitle: A\nkind: micro-credential\nrequirements: {{task: t}}\n{validity}\n---\n"
    return read_achievement("a", page.encode()).validity


def test_a_validity_is_read_with_its_defaults():
    assert read("validity: {months: 24}") == Validity(24, 90, ())
    assert read("validity: {months: 12, renew_from_days: 30, again: [t]}") == Validity(
        12, 30, ("t",)
    )


@pytest.mark.parametrize(
    "wrong",
    ["{}", "{months: 0}", "{months: 1.5}", "{months: 601}", "{months: 12, renew_from_days: 0}",
     "{months: 12, again: [t, t]}", "{months: 12, years: 1}", "24"],
)  # fmt: skip
def test_a_validity_that_nobody_could_keep_is_refused_with_its_place(wrong):
    with pytest.raises(MalformedInput, match=r"front matter\.validity"):
        read(f"validity: {wrong}")
