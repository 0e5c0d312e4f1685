import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn_server.credentials.award_rows import COLUMNS
from cairn_server.credentials.awarding_later import award_file_task
from cairn_server.credentials.models import Award, AwardFile

HEAD = "email,name,achievement,judged_by,judged_on,narrative\n"
ROWS = HEAD + (
    "ada@north.example,Ada,checking,Mentor,2024-12-01,A lesson\n"
    "bea@north.example,Bea,checking,,,\n"
    "not an address,=1+1,checking,Mentor,2024-12-01,A lesson\n"
)


@pytest.fixture
def address(client, ida, college):
    client.force_login(ida)
    return reverse("credentials:award-files", args=[college.pk])


def upload(text):
    data = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile("awards.csv", data)}


def test_first_it_is_said_then_confirmed_then_done(client, address, college, ada, bea, checking):
    said = client.post(address, upload(ROWS))
    assert said.status_code == 200
    assert "1 awarded, 0 awarded before, 2 not awarded" in said.text
    assert not AwardFile.objects.exists()

    confirm = {"text": said.context["text"], "confirmed": "1"}
    going = client.post(address, confirm)
    client.post(address, confirm)
    file = AwardFile.objects.get()
    page = reverse("credentials:award-file", args=[college.pk, file.pk])
    assert going["Location"] == page
    assert "1 of 3 rows are done" in client.get(page).text  # the one that could not be read

    award_file_task.func(str(file.pk))
    done = client.get(page).text
    assert "Done: 1 awarded, 0 awarded before, 2 not awarded." in done
    assert "judged_by and judged_on are needed" in done
    assert Award.objects.count() == 1


def test_the_rows_to_mend_come_as_a_file_without_formulas(
    client, address, college, ada, bea, checking
):
    client.post(address, {"text": ROWS, "confirmed": "1"})
    file = AwardFile.objects.get()
    award_file_task.func(str(file.pk))

    answer = client.get(reverse("credentials:refused-csv", args=[college.pk, file.pk]))

    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["line"] for row in rows] == ["3", "4"]
    assert rows[1]["name"] == "'=1+1"
    assert "is not an e-mail address" in rows[1]["problem"]


@pytest.mark.parametrize(
    ("data", "status", "word"),
    [
        ("mail\na@x.example\n", 422, "email"),
        ("email,achievement,salary\na@x.example,b,1\n", 422, "salary"),
        (b"\xff\xfe\x00", 422, "UTF-8"),
        (b"PK\x03\x04", 422, ""),
        ("email,achievement\n" + "x,y\n" * 10_001, 413, "10,000"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(
    client, address, checking, data, status, word
):
    page = client.post(address, upload(data))

    assert page.status_code == status
    assert word in page.text
    assert not AwardFile.objects.exists()


def test_nothing_chosen_is_said_and_too_much_is_refused_unread(client, address):
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"text": "x" * (17 << 20)}).status_code == 413


def test_the_page_names_what_can_be_awarded_and_gives_a_file_to_fill_in(
    client, address, college, checking
):
    page = client.get(address).text
    assert "checking" in page
    assert checking.title in page

    template = client.get(reverse("credentials:award-file-template", args=[college.pk]))
    [row] = csv.DictReader(io.StringIO(template.content.decode()))
    assert tuple(row) == COLUMNS


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_nobody_but_an_issuer_there_awards(client, request, college, checking, who):
    client.force_login(request.getfixturevalue(who))
    address = reverse("credentials:award-files", args=[college.pk])

    assert client.get(address).status_code == 404
    assert client.post(address, {"text": ROWS, "confirmed": "1"}).status_code == 404
    assert not AwardFile.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_a_files_page_takes_the_same_queries_for_any_number_of_rows(
    client, address, college, checking, rows, django_assert_num_queries
):
    text = HEAD + "".join(f"p{n},P,checking,,,\n" for n in range(rows))
    client.post(address, {"text": text, "confirmed": "1"})
    page = reverse("credentials:award-file", args=[college.pk, AwardFile.objects.get().pk])
    client.get(page)

    with django_assert_num_queries(7):
        client.get(page)
