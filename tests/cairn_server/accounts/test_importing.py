from __future__ import annotations

from time import perf_counter

import pytest
from allauth.account.models import EmailAddress

from cairn_server.accounts import importing
from cairn_server.accounts.importing import import_people
from cairn_server.accounts.joining import add_member
from cairn_server.accounts.models import Membership, Person, ReportingLine, Role
from cairn_server.journal.models import Event
from tests.moments import MONDAY

HEAD = "email,name,external_id,roles\n"


@pytest.fixture
def bring(college, olga):
    def act(rows, **options):
        return import_people(
            organisation=college, data=HEAD + rows, actor=olga, at=MONDAY, **options
        )

    return act


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_new_people_become_members_without_a_password(bring, college):
    report = bring("maria@x.example,Maria,4711,author evaluator\n")

    person = Person.objects.get(email="maria@x.example")
    membership = Membership.objects.get(person=person)
    assert counts(report) == (1, 0, 0, 0)
    assert (person.name, person.has_usable_password()) == ("Maria", False)
    assert (membership.organisation, membership.external_id) == (college, "4711")
    assert {role.name for role in membership.roles.all()} == {"author", "evaluator"}
    assert not EmailAddress.objects.get(user=person).verified


def test_the_same_file_again_changes_nothing(bring):
    rows = "maria@x.example,Maria,4711,author\nsam@x.example,Sam,,\n"
    bring(rows)
    before = list(Person.objects.order_by("pk").values()), list(Role.objects.values("pk"))

    assert counts(bring(rows)) == (0, 0, 2, 0)
    assert (list(Person.objects.order_by("pk").values()), list(Role.objects.values("pk"))) == before
    assert Event.objects.filter(kind="members.imported").count() == 1


def test_a_changed_file_changes_what_it_names(bring, roles_of):
    bring("maria@x.example,Maria,4711,author\n")

    assert counts(bring("maria@x.example,Maria M.,4712,author issuer\n")) == (0, 1, 0, 0)

    person = Person.objects.get(email="maria@x.example")
    assert person.name == "Maria M."
    assert roles_of(person) == {"author", "issuer"}
    assert Membership.objects.get(person=person).external_id == "4712"
    assert counts(bring("maria@x.example,,,none\n")) == (0, 1, 0, 0)
    assert roles_of(person) == set()


def test_a_dry_run_says_the_same_and_saves_nothing(bring):
    people = Person.objects.count()

    report = bring("maria@x.example,Maria,,\nbad,,,\n", dry_run=True)

    assert counts(report) == (1, 0, 0, 1)
    assert Person.objects.count() == people
    assert not Event.objects.filter(kind="members.imported").exists()


def test_somebody_of_another_organisation_is_linked_and_keeps_their_name(bring, zoe):
    report = bring("ZOE@south.example,Someone Else,,\n")

    assert counts(report) == (1, 0, 0, 0)
    assert Person.objects.get(pk=zoe.pk).name == "Zoe"
    assert Person.objects.filter(email="zoe@south.example").count() == 1
    assert counts(bring("zoe@south.example,Someone Else,,\n")) == (0, 0, 1, 0)


def test_the_name_of_somebody_who_has_signed_in_is_theirs(bring, ada):
    Person.objects.filter(pk=ada.pk).update(last_login=MONDAY)

    bring("ada@north.example,Adelaide,,\n")

    assert Person.objects.get(pk=ada.pk).name == "Ada"


def test_rows_that_contradict_what_is_there_are_named_and_the_others_used(bring, ada, bea):
    Membership.objects.filter(person=bea).update(external_id="7")
    EmailAddress.objects.create(user=ada, email="ada@home.example", verified=True)

    report = bring(
        "ada@north.example,,7,\n"  # the number is Bea's
        "new@x.example,,,\n"  # nobody, without a name
        "good@x.example,Good,8,\n"
        "olga@north.example,,,author\n"  # the only owner
        "bea@north.example,,,\n"
        "ada@home.example,,,\nada@north.example,,,\n"
    )

    assert [one["where"] for one in report.errors] == ["line 2", "line 3", "line 5", "line 8"]
    assert report.errors[2]["code"] == "last_owner"
    assert counts(report) == (1, 0, 2, 4)
    assert report.to_json()["errors"][0]["code"] == "row_refused"


def test_an_owner_may_hand_over_in_one_file(bring, ada, olga, roles_of):
    bring("ada@north.example,,,owner\nolga@north.example,,,author\n")

    assert (roles_of(ada), roles_of(olga)) == ({"owner"}, {"author"})


def test_a_thousand_rows_take_seconds_and_are_written_many_at_once(
    bring, django_assert_max_num_queries
):
    rows = "".join(f"p{number}@x.example,P {number},{number},author\n" for number in range(1000))

    begun = perf_counter()
    with django_assert_max_num_queries(70):
        report = bring(rows)

    assert report.created == 1000
    assert perf_counter() - begun < 10
    assert Role.objects.filter(name="author").count() == 1000


SIX = "email,name,team,manager\n" + "".join(
    f"p{number}@x.example,Person {number},Hall,p0@x.example\n" for number in range(6)
).replace("Hall,p0@x.example", "Hall,", 1)


def whole(college):
    """Return who is there with address, membership and team: the parts of a row."""
    rows = Membership.objects.filter(organisation=college, person__email__endswith="@x.example")
    return sorted(row.person.name for row in rows.filter(team_links__team__name="Hall"))


def test_it_is_written_group_by_group_and_told_how_far_it_is(college, olga, monkeypatch):
    monkeypatch.setattr(importing, "GROUP", 4)
    heard = []

    report = importing.import_people(
        organisation=college, data=SIX, actor=olga, at=MONDAY, told=heard.append
    )

    assert heard == [4, 6]
    assert report.created == 6
    assert ReportingLine.objects.count() == 5
    assert Event.objects.filter(kind="members.imported").count() == 1


def test_what_is_cut_off_leaves_whole_rows_and_the_same_file_does_the_rest(
    college, olga, monkeypatch
):
    monkeypatch.setattr(importing, "GROUP", 4)

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_people(organisation=college, data=SIX, actor=olga, at=MONDAY, told=stop)
    left = whole(college)
    report = importing.import_people(organisation=college, data=SIX, actor=olga, at=MONDAY)

    assert left == ["Person 0", "Person 1", "Person 2", "Person 3"]
    assert whole(college) == [f"Person {number}" for number in range(6)]
    assert (report.created, report.updated, report.unchanged) == (2, 3, 1)
    assert ReportingLine.objects.count() == 5


@pytest.mark.parametrize("times", [1, 9])
def test_whoever_joins_meanwhile_is_taken_as_they_are(college, olga, monkeypatch, times):
    """Also where the organisation never rests: then it waits until all is written."""
    monkeypatch.setattr(importing, "GROUP", 4)
    joined = []

    def join_meanwhile(done):
        if len(joined) < times:
            email = "p5@x.example" if not joined else f"other{len(joined)}@x.example"
            joined.append(email)
            add_member(
                organisation=college, email=email, name="Five", roles=[], actor=olga, at=MONDAY
            )

    report = importing.import_people(
        organisation=college, data=SIX, actor=olga, at=MONDAY, told=join_meanwhile
    )

    people = Membership.objects.filter(organisation=college, person__email__endswith="@x.example")
    assert people.filter(person__email__startswith="p").count() == 6
    assert (report.created, report.updated, report.errors) == (5, 1, ())
    assert ReportingLine.objects.count() == 5


def test_there_is_an_owner_at_any_time(bring, ada, olga, roles_of, monkeypatch):
    monkeypatch.setattr(importing, "GROUP", 1)
    owners = []

    def look(done):
        owners.append(Role.objects.filter(name="owner").count())

    bring("ada@north.example,,,owner\nolga@north.example,,,author\n", told=look)

    assert owners == [2, 1]
    assert (roles_of(ada), roles_of(olga)) == ({"owner"}, {"author"})
