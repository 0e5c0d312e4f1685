from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.reading.csv import read_csv
from cairn_server.accounts.member_rows import COLUMNS
from cairn_server.accounts.models import Membership, Person
from cairn_server.journal.models import Progress

ROWS = "email,name\nnew@x.example,“New”\nbad,B\n"


@pytest.fixture
def address(client, olga, college):
    client.force_login(olga)
    return f"/organisations/{college.pk}/members/import/"


def upload(text):
    data = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile("people.csv", data)}


def test_first_it_is_said_then_confirmed_then_done(client, address, college):
    said = client.post(address, upload(ROWS))
    assert said.status_code == 200
    assert "1 added, 0 updated, 0 unchanged, 1 not used" in said.content.decode()
    assert "line 3" in said.content.decode()
    assert not Person.objects.filter(email="new@x.example").exists()

    confirm = {"text": said.context["text"], "confirmed": "1"}
    assert client.post(address, confirm)["Location"] == f"/organisations/{college.pk}/members/"
    client.post(address, confirm)

    assert Membership.objects.filter(person__email="new@x.example").count() == 1
    assert Person.objects.get(email="new@x.example").name == "“New”"


def test_a_byte_order_mark_as_spreadsheets_write_it_is_no_trouble(client, address):
    said = client.post(address, upload(b"\xef\xbb\xbfemail;name\r\na@x.example;A\r\n"))
    done = client.post(address, {"text": said.context["text"], "confirmed": "1"})

    assert done.status_code == 302
    assert Person.objects.filter(email="a@x.example").exists()


@pytest.mark.parametrize(
    ("data", "status", "word"),
    [
        ("mail\na@x.example\n", 422, "email"),
        ("email,salary\na@x.example,1\n", 422, "salary"),
        (b"\xff\xfe\x00", 422, "UTF-8"),
        (b"PK\x03\x04", 422, ""),
        ("email\n" + "x\n" * 20_001, 413, "20"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(
    client, address, data, status, word
):
    people = Person.objects.count()

    answer = client.post(address, upload(data))

    assert answer.status_code == status
    assert word in str(answer.context["form"].errors)
    assert Person.objects.count() == people


def test_a_missing_or_empty_file_is_asked_for(client, address):
    assert client.post(address, {}).status_code == 422
    assert client.post(address, upload("")).status_code == 422


def test_the_file_to_fill_in_has_the_columns_that_are_read(client, address):
    answer = client.get(f"{address}people.csv")

    rows = list(read_csv(answer.content))
    assert tuple(rows[0].cells) == COLUMNS
    assert "attachment" in answer["Content-Disposition"]
    taken = client.post(address, upload(answer.content))
    assert "2 added, 0 updated, 0 unchanged, 0 not used" in taken.content.decode()


def test_many_people_are_brought_in_behind_the_scenes(client, address, college, olga):
    many = "email,name\n" + "".join(f"p{n}@x.example,P {n}\n" for n in range(600)) + "bad,B\n"

    done = client.post(address, {"text": many, "confirmed": "1"})

    work = Progress.objects.get(owner_id=olga.pk)
    assert done["Location"] == f"/progress/{work.pk}/"
    assert Membership.objects.filter(person__email="p0@x.example").count() == 0  # not yet
