import csv
import io
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import sign
from tests.cairn_server.credentials.conftest import make_achievement, make_credential, without_token
from tests.moments import DAY, MONDAY

REASON = {"reason": "awarded-in-error", "note": "Two people share the name"}


@pytest.fixture
def url(credential):
    return reverse("credentials:create-revocation", args=[credential.pk])


def revocations():
    return AwardEvent.objects.filter(kind=AwardEventKind.REVOKE).count()


def test_an_issuer_revokes_and_the_next_look_says_so(client, ida, url, credential):
    client.force_login(ida)

    page = client.post(url, REASON, follow=True)

    assert page.redirect_chain == [(reverse("credentials:credential", args=[credential.pk]), 302)]
    assert "Genuine, but revoked." in page.text
    assert "Two people share the name" not in page.text


def test_a_second_click_is_refused_clearly_and_revokes_once(client, ida, url):
    client.force_login(ida)
    client.post(url, REASON)

    page = client.post(url, REASON)

    assert page.status_code == 409
    assert "revoked on" in page.text
    assert revocations() == 1


def test_without_a_reason_nothing_is_revoked(client, ida, url):
    client.force_login(ida)

    assert client.post(url, {"reason": "whim"}).status_code == 422
    assert revocations() == 0


@pytest.mark.parametrize("who", ["ada", "bea", "eve", "zoe"])
def test_nobody_but_an_issuer_there_revokes(client, request, url, who):
    client.force_login(request.getfixturevalue(who))
    missing = client.post(reverse("credentials:create-revocation", args=["0" * 32]), REASON)

    page = client.post(url, REASON)

    assert page.status_code == missing.status_code == 404
    assert without_token(page) == without_token(missing)
    assert revocations() == 0


def test_a_stranger_is_asked_to_sign_in(client, url):
    assert client.post(url, REASON).status_code == 302
    assert revocations() == 0


def test_awards_are_listed_to_issuers_there_alone(client, ida, ada, zoe, college, credential):
    url = reverse("credentials:awards", args=[college.pk])
    client.force_login(ida)
    own = client.get(url)
    client.force_login(zoe)
    foreign = client.get(url)
    missing = client.get(reverse("credentials:awards", args=[uuid4()]))
    client.force_login(ada)

    assert "Ada" in own.text
    assert (foreign.status_code, client.get(url).status_code) == (404, 404)
    assert without_token(foreign) == without_token(missing)


def test_an_empty_list_of_awards_says_what_belongs_there(client, ida, college):
    client.force_login(ida)

    assert "Nothing awarded yet" in client.get(f"/organisations/{college.pk}/awards/").text


@pytest.mark.parametrize("awards", [1, 30])
def test_the_list_takes_as_many_queries_for_one_award_as_for_thirty(
    client, ida, ada, college, checking, awards, django_assert_num_queries
):
    for _ in range(awards):
        make_credential(ada, checking)
    client.force_login(ida)
    url = reverse("credentials:awards", args=[college.pk])
    client.get(url)

    with django_assert_num_queries(8):
        page = client.get(url)

    assert len(page.context["rows"]) == awards


def listed(page):
    return [row.title for row in page.context["rows"]]


def test_the_list_narrows_by_achievement_state_day_and_person(
    client, ida, ada, bea, college, lesson, checking
):
    other = make_achievement(lesson, key="gestures", title="Asking by Gestures")
    old = make_credential(ada, checking)
    make_credential(bea, other)
    revoke(old, actor=ida, reason_code="holder-request", at=MONDAY + DAY)
    client.force_login(ida)
    url = reverse("credentials:awards", args=[college.pk])

    def found(**query):
        return listed(client.get(url, query))

    assert found() == ["Asking by Gestures", "Checking for Understanding"]
    assert found(sort="on") == ["Checking for Understanding", "Asking by Gestures"]
    assert found(state="revoked") == found(person="ada") == ["Checking for Understanding"]
    assert (
        found(achievement=str(other.achievement_id))
        == found(state="stands")
        == ["Asking by Gestures"]
    )
    assert found(since=f"{MONDAY + DAY:%Y-%m-%d}") == []
    assert found(since=f"{MONDAY:%Y-%m-%d}", until=f"{MONDAY:%Y-%m-%d}") == found()
    assert found(state="nonsense", since="whenever") == found()


@pytest.mark.parametrize("sort", ["on", "-on", "title", "-person", "state"])
def test_page_after_page_shows_each_award_once(client, ida, ada, college, checking, sort):
    made = {make_credential(ada, checking).award_id for _ in range(52)}
    client.force_login(ida)
    url = reverse("credentials:awards", args=[college.pk])

    sheets = [client.get(url, {"sort": sort, "page": number}).context["rows"] for number in (1, 2)]

    assert [len(sheet) for sheet in sheets] == [50, 2]
    rows = [row for sheet in sheets for row in sheet]
    assert {row.id for row in rows} == made
    export = client.get(f"{url}awards.csv", {"sort": sort}).getvalue().decode()
    exported = [row["credential"] for row in csv.DictReader(io.StringIO(export))]
    assert exported == [row.credential_id for row in rows]


def test_addresses_of_an_older_release_still_lead_somewhere(client, ida, ada, college, checking):
    made = [make_credential(ada, checking).award_id for _ in range(52)]
    client.force_login(ida)
    url = reverse("credentials:awards", args=[college.pk])

    def page(**query):
        return client.get(url, query, follow=True)

    assert page(sort="oldest").context["order"].asked == "on"
    assert page(sort="newest").context["order"].asked == "-on"
    last_shown = page().context["rows"].object_list[-1].id
    further = page(sort="newest", after=str(last_shown), person="ada")
    assert further.redirect_chain == [(f"{url}?sort=-on&person=ada&page=2", 302)]
    assert {row.id for row in further.context["rows"]} == {*made[:2]}
    for nonsense in ("x", str(uuid4()), ""):
        assert page(after=nonsense).context["rows"].number == 1


def test_the_list_is_sorted_by_person_and_by_state(client, ida, ada, bea, college, checking):
    of = {one: make_credential(one, checking) for one in (bea, ada)}
    revoke(of[ada], actor=ida, reason_code="holder-request", at=MONDAY + DAY)
    client.force_login(ida)
    url = reverse("credentials:awards", args=[college.pk])

    def people(sort):
        return [row.person for row in client.get(url, {"sort": sort}).context["rows"]]

    assert people("person") == ["Ada", "Bea"]
    assert people("-person") == ["Bea", "Ada"]
    assert people("state") == ["Ada", "Bea"]  # what was revoked first
    assert 'aria-sort="ascending"' in client.get(url, {"sort": "person"}).text


def test_the_export_has_what_was_found_and_no_formula(client, ida, ada, bea, college, checking):
    ada.name = "=HYPERLINK(1)"
    ada.save()
    credential = make_credential(ada, checking)
    make_credential(bea, checking)
    client.force_login(ida)

    answer = client.get(
        reverse("credentials:awards-csv", args=[college.pk]), {"person": "hyperlink"}
    )

    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert row["person"] == "'=HYPERLINK(1)"
    assert (row["credential"], row["state"]) == (credential.pk, "stands")
    assert row["awarded_on"] == f"{MONDAY:%Y-%m-%d}"


@pytest.fixture
def correction(credential):
    return reverse("credentials:correction", args=[credential.pk])


def test_a_correction_replaces_the_credential_and_both_pages_say_so(
    client, ida, correction, credential
):
    client.force_login(ida)
    assert "A new credential takes its place" in client.get(correction).text
    day = {"awarded_on": f"{MONDAY:%Y-%m-%d}", "note": "The day was wrong"}

    answer = client.post(correction, day)

    new = Award.objects.get(supersedes=credential.award)
    assert answer["Location"] == reverse("credentials:credential", args=[new.credential.pk])
    sign(new.credential, at=now())
    page = client.get(answer["Location"])
    assert "takes the place of an earlier one" in page.text
    old_page = client.get(reverse("credentials:credential", args=[credential.pk]))
    assert "Another credential takes its place." in old_page.text
    assert new.credential.pk in old_page.text
    assert "The day was wrong" not in old_page.text
    again = client.post(correction, day)
    assert again.status_code == 409
    assert "taken the place of this one already" in again.text


def test_a_day_to_come_is_refused_in_the_form(client, ida, correction):
    client.force_login(ida)

    page = client.post(correction, {"awarded_on": "2999-01-01"})

    assert page.status_code == 422
    assert "a day to come" in page.text
    assert client.post(correction, {"awarded_on": "soon"}).status_code == 422


@pytest.mark.parametrize("who", ["ada", "bea", "eve", "zoe"])
def test_nobody_but_an_issuer_there_corrects(client, request, correction, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(correction).status_code == 404
    assert client.post(correction, {"awarded_on": "2025-01-01"}).status_code == 404
    assert not Award.objects.exclude(supersedes=None).exists()
