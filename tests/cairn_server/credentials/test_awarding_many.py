import json
from datetime import timedelta

import pytest

from cairn_server.accounts.models import Membership, Person
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials import issuer_queries
from cairn_server.credentials.award_rows import COLUMNS
from cairn_server.credentials.awarding_many import (
    CHUNK,
    accept_file,
    award_some,
    check_awards,
    forget_files,
    refused_cells,
)
from cairn_server.credentials.models import Award, AwardFileRow, RowOutcome
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import sign
from cairn_server.credentials.suspending import suspend
from cairn_server.credentials.verifying import nobody, report_on
from tests.cairn_server.credentials.conftest import at_once, make_credential
from tests.making import make_achievement, make_unit
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY
HEAD = "email,name,achievement,judged_by,judged_on,narrative,result\n"


def row(email="ada@north.example", name="Ada", achievement="checking", **cells):
    said = {"judged_by": "Mentor teacher", "judged_on": "2024-12-01", "narrative": "A lesson"}
    said |= {"result": "Met"} | cells
    return ",".join([email, name, achievement, *said.values()]) + "\n"


def sent(college, ida, *rows):
    file, _ = accept_file(
        organisation=college, data=(HEAD + "".join(rows)).encode(), actor=ida, at=AT
    )
    while award_some(file, at=AT):
        pass
    return file


def checked(college, ida, *rows):
    return check_awards(organisation=college, data=HEAD + "".join(rows), actor=ida, at=AT)


def outcomes(file):
    return list(file.rows.order_by("line").values_list("outcome", flat=True))


def test_first_it_says_what_it_would_do_and_does_nothing(college, ida, ada, bea, checking):
    make_credential(bea, checking)
    people = Person.objects.count()

    report = checked(
        college,
        ida,
        row(),
        row("bea@north.example"),
        row("new@x.example", "Nora"),
        row("nameless@x.example", ""),
    )

    assert [(one.line, one.outcome, one.is_new) for one in report.rows] == [
        (2, "awarded", False),
        (3, "unchanged", False),
        (4, "awarded", True),
    ]
    assert [(one.line, one.detail) for one in report.problems] == [(5, "Somebody new needs a name")]
    assert (report.awarded, report.unchanged, report.invited) == (2, 1, 1)
    assert (Award.objects.count(), Person.objects.count()) == (1, people)


@pytest.fixture
def ending(ada, checking):
    """What Ada holds; it ends a year after Monday and is renewed from two months before."""
    checking.valid_months, checking.renew_from_days = 12, 60
    checking.save()
    return make_credential(ada, checking)


def judged_again(ending, days_before_end):
    """A row of a judgement, a day before it is sent."""
    at = ending.valid_until - days_before_end * DAY
    return at, row(judged_on=f"{at - DAY:%Y-%m-%d}", narrative="Another lesson")


def test_what_can_be_renewed_is_renewed_by_what_was_judged_since(college, ida, ada, ending):
    at, again = judged_again(ending, 30)
    data = (HEAD + again).encode()
    report = check_awards(organisation=college, data=data, actor=ida, at=at)
    file, _ = accept_file(organisation=college, data=data, actor=ida, at=at)
    award_some(file, at=at)

    renewed = Award.objects.get(renews=ending.award)
    document = json.loads(sign(renewed.credential, at=at).document)
    assert (report.awarded, outcomes(file)) == (1, ["awarded"])
    assert renewed.credential.valid_until.year == ending.valid_until.year + 1
    assert document["evidence"][-1]["id"].endswith(f"/credentials/{ending.pk}/")
    assert list(ending.award.events.values_list("kind", flat=True)) == ["issue", "renew"]


def test_the_same_row_sent_again_renews_nothing_more(college, ida, ada, ending):
    at, again = judged_again(ending, 30)
    for later in (0, 1, 400):
        file, _ = accept_file(
            organisation=college, data=(HEAD + again).encode(), actor=ida, at=at + later * DAY
        )
        award_some(file, at=at + later * DAY)
        award_some(file, at=at + later * DAY)

    assert outcomes(file) == ["unchanged"]
    assert Award.objects.count() == 2


@pytest.mark.parametrize(
    ("days_before_end", "judged_on"), [(61, None), (30, "2024-12-01"), (30, "")]
)
def test_too_early_or_by_what_was_judged_before_nothing_is_renewed(
    college, ida, ada, ending, days_before_end, judged_on
):
    at, again = judged_again(ending, days_before_end)
    if judged_on is not None:
        again = row(judged_on=judged_on, narrative="Another lesson")
        AchievementVersion.objects.update(kind="participation-badge")

    report = check_awards(organisation=college, data=HEAD + again, actor=ida, at=at)

    assert (report.unchanged, report.problems) == (1, ())


def test_what_is_revoked_or_suspended_is_not_renewed(college, ida, ada, ending):
    at, again = judged_again(ending, 30)
    suspend(ending, actor=ida, reason_code="under-review", at=at - DAY, until=None)

    report = check_awards(organisation=college, data=HEAD + again, actor=ida, at=at)

    assert report.unchanged == 1


def test_what_is_awarded_says_whose_word_it_is_and_verifies(college, ida, ada, checking):
    sent(college, ida, row())

    award = Award.objects.get(person=ada)
    document = sign(award.credential, at=AT).document
    [evidence] = json.loads(document)["evidence"]
    assert evidence["narrative"] == (
        "A lesson Judged by Mentor teacher on 2024-12-01, as stated by North College."
    )
    [result] = json.loads(document)["credentialSubject"]["result"]
    assert result["value"] == "Met"
    assert report_on(document, at=AT, ask=nobody).outcome == "valid"
    [entry] = award.events.all()
    assert (entry.kind, entry.actor_id, entry.reason_code) == ("issue", ida.pk, award.basis)


def test_the_same_file_again_awards_nothing_new(college, ida, ada, checking):
    first = sent(college, ida, row())
    second = sent(college, ida, row())

    assert (outcomes(first), outcomes(second)) == (["awarded"], ["unchanged"])
    assert Award.objects.count() == 1


def test_sent_twice_while_it_is_worked_on_it_is_one_file(college, ida, ada, checking):
    data = (HEAD + row()).encode()
    file, is_new = accept_file(organisation=college, data=data, actor=ida, at=AT)
    again, is_newer = accept_file(organisation=college, data=data, actor=ida, at=AT)

    assert (file == again, is_new, is_newer) == (True, True, False)
    assert AwardFileRow.objects.count() == 1


def test_after_a_revocation_the_same_row_stays_revoked_and_a_new_statement_awards(
    college, ida, ada, checking
):
    sent(college, ida, row())
    revoke(Award.objects.get().credential, actor=ida, reason_code="awarded-in-error", at=AT)

    assert outcomes(sent(college, ida, row())) == ["unchanged"]
    assert outcomes(sent(college, ida, row(judged_on="2025-01-02"))) == ["awarded"]
    assert Award.objects.filter(person=ada).count() == 2


def test_somebody_new_is_invited_and_is_no_member(college, ida, checking):
    sent(college, ida, row("Nora@X.example", "Nora"), row("nora@x.example", "Nora", "nothing"))

    nora = Person.objects.get(email="nora@x.example")
    assert not nora.has_usable_password()
    assert nora.awards.count() == 1
    assert not Membership.objects.filter(person=nora).exists()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"judged_by": ""}, "judged_by and judged_on are needed"),
        ({"judged_on": ""}, "judged_by and judged_on are needed"),
        ({"narrative": ""}, "Say what was judged"),
        ({"judged_on": "2999-01-01"}, "lies in the future"),
        ({"judged_on": "0026-01-01"}, "lies before 1900; look at its year"),
        ({"judged_by": "ada"}, "Nobody judges themself"),
        ({"judged_by": "ADA@north.example"}, "Nobody judges themself"),
        ({"achievement": "unknown"}, "may award no published achievement"),
        ({"achievement": "00000000-0000-0000-0000-000000000000"}, "may award no published"),
        ({"email": "ida@north.example", "name": "Ida"}, "Nobody awards to themself"),
    ],
)
def test_what_may_not_be_awarded_says_why(college, ida, ada, checking, cells, said):
    report = checked(college, ida, row(**cells))
    file = sent(college, ida, row(**cells))

    assert [said in one.detail for one in report.problems] == [True]
    [refused] = file.rows.all()
    assert (refused.outcome, refused.code) == (RowOutcome.REFUSED, "not_awardable")
    assert said in refused.detail
    assert not Award.objects.exists()


def test_a_badge_for_taking_part_needs_no_judge(college, ida, ada):
    make_achievement(college, make_unit(college), key="took-part")

    file = sent(college, ida, row(achievement="took-part", judged_by="", judged_on="", result=""))

    assert outcomes(file) == ["awarded"]
    document = sign(Award.objects.get().credential, at=AT).document
    assert "evidence" not in json.loads(document)


def test_nothing_of_another_organisation_is_awarded(zoe, ada, checking):
    works = zoe.memberships.get().organisation

    [refused] = checked(works, zoe, row()).problems

    assert "South Works may award no published achievement" in refused.detail


def test_who_is_no_issuer_any_more_awards_nothing(college, ida, ada, checking):
    file, _ = accept_file(organisation=college, data=(HEAD + row()).encode(), actor=ida, at=AT)
    ida.memberships.get().roles.filter(name="issuer").delete()

    while award_some(file, at=AT):
        pass

    assert outcomes(file) == ["refused"]
    assert not Award.objects.exists()


def test_a_file_is_done_in_steps_and_ends(college, ida, checking):
    rows = [row(f"p{n}@x.example", f"P {n}") for n in range(CHUNK + 3)]
    file, _ = accept_file(
        organisation=college, data=(HEAD + "".join(rows)).encode(), actor=ida, at=AT
    )

    steps = [award_some(file, at=AT + timedelta(seconds=n)) for n in range(3)]

    assert steps == [CHUNK, 3, 0]
    file.refresh_from_db()
    assert file.finished_at == AT + timedelta(seconds=2)
    state = issuer_queries.file_state(file)
    assert (state.total, state.awarded, state.done) == (CHUNK + 3,) * 3


def test_refused_rows_come_back_to_be_mended(college, ida, checking):
    file = sent(
        college, ida, row("no address"), row(judged_by="", name="=1+1", email="n@x.example")
    )

    first, second = refused_cells(issuer_queries.refused_rows(file), COLUMNS)

    assert (first["email"], first["line"]) == ("no address", "2")
    assert second["name"] == "=1+1"
    assert "judged_by and judged_on are needed" in second["problem"]


def test_a_file_is_forgotten_after_a_month_and_its_awards_stay(college, ida, ada, checking):
    sent(college, ida, row())

    assert forget_files(AT + 30 * DAY) == 0
    assert forget_files(AT + 31 * DAY) == 1
    assert not AwardFileRow.objects.exists()
    assert Award.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_files_at_once_award_each_row_once(college, ida, checking):
    rows = "".join(row(f"p{n}@x.example", f"P {n}") for n in range(8))
    files = [
        accept_file(organisation=college, data=(HEAD + text).encode(), actor=ida, at=AT)[0]
        for text in (rows, rows + row("one@x.example", "One"))
    ]
    todo = iter([*files, *files])

    at_once(lambda: _finish(next(todo)), times=4)

    assert Award.objects.count() == 9
    assert Person.objects.filter(email__endswith="x.example").count() == 9
    assert not AwardFileRow.objects.filter(outcome__in=["waiting", "refused"]).exists()


def _finish(file):
    while award_some(file, at=AT):
        pass
