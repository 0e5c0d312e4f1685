"""Bringing in an organisation's own framework on a page."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.frameworks.own import read_own
from cairn_server.frameworks.models import Competency, CompetencyFramework
from tests.answers import told
from tests.cairn_server.frameworks.conftest import make_competency
from tests.making import join

CSV = "code,name\nA,Ask\nB,\nC,Listen <b>well</b>\n"


@pytest.fixture
def address(college):
    return reverse("frameworks:frameworks", args=[college.pk])


@pytest.fixture
def author(client, college):
    client.force_login(join("Amy", college, "author"))
    return client


def sent(text=CSV, **more):
    return {"name": "North skills", "file": SimpleUploadedFile("s.csv", text.encode()), **more}


def test_a_file_is_shown_before_anything_is_saved_and_done_when_confirmed(author, address):
    shown = author.post(address, sent()).content.decode()

    assert "2 added, 0 updated, 0 unchanged, 0 retired, 1 not used" in shown
    assert "line 3" in shown
    assert "Listen &lt;b&gt;well&lt;/b&gt;" in shown
    assert not CompetencyFramework.objects.exists()

    confirmed = {"name": "North skills", "text": CSV, "confirmed": "1"}
    done = author.post(address, confirmed, follow=True).content.decode()

    assert "2 added, 0 updated, 0 retired, 1 not used" in done
    assert "North skills" in done
    assert "2 skills" in done
    assert Competency.objects.count() == 2


def test_a_second_click_changes_nothing(author, address):
    confirmed = {"name": "North skills", "text": CSV, "confirmed": "1"}
    author.post(address, confirmed)

    assert "0 added" in author.post(address, confirmed, follow=True).content.decode()
    assert Competency.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"name": "North"}, "Choose a file first"),
        (sent("name\nAsk\n"), "no column code"),
        (sent("code,name\nA,\x00\n"), "U+0000"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_in_words(author, address, data, complaint):
    answer = author.post(address, data)

    assert answer.status_code == 422
    assert complaint in answer.content.decode()


def test_the_file_to_fill_in_can_be_brought_in_as_it_is(author, college):
    file = author.get(reverse("frameworks:framework-template", args=[college.pk]))

    content = read_own(file.content, framework=None, base="https://north.example/")

    assert content.problems == ()
    assert len(content.competencies) == 3


def test_an_organisation_without_a_framework_is_told_what_one_is_for(author, address):
    assert "No framework of your own yet" in author.get(address).content.decode()


@pytest.mark.parametrize("role", ["", "evaluator", "issuer", "manager"])
def test_only_authors_and_owners_bring_in_frameworks(client, college, address, role):
    client.force_login(join("Max", college, *filter(None, [role])))

    assert client.get(address).status_code == client.post(address, sent()).status_code == 404


def test_another_organisation_is_answered_like_a_missing_one(client, zoe, address):
    client.force_login(zoe)

    missing = client.get(reverse("frameworks:frameworks", args=[uuid4()]))

    assert told(client.get(address)) == told(missing)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_as_many_queries_for_many_frameworks_as_for_one(
    author, college, address, rows, django_assert_max_num_queries
):
    for number in range(rows):
        framework = CompetencyFramework.objects.create(name=f"F{number}", organisation=college)
        make_competency(framework, f"skill {number}")

    with django_assert_max_num_queries(9):
        assert author.get(address).status_code == 200
