import csv
import io
import json
import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from cairn_server.credentials.limiting import VERIFYING_LISTS
from cairn_server.credentials.picturing import baked_png, baked_svg
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying_later import verify_list_task
from tests.cairn.vc.test_presentation import shown
from tests.moments import DAY, MONDAY
from tests.signing import a_badge, signed

URL = "/verify/"


def upload(content, name="badge"):
    file = BytesIO(content)
    file.name = name
    return {"file": file}


@pytest.mark.parametrize("draw", [baked_png, baked_svg, lambda one: one.document.encode()])
def test_a_dropped_badge_is_found_genuine(client, credential, draw):
    page = client.post(URL, upload(draw(credential)))

    assert page.status_code == 200
    assert "Genuine and current" in page.text
    assert "Yes, by this site" in page.text


def test_a_pasted_text_or_a_link_will_do(client, credential):
    for text in (credential.document, f"http://localhost:8000/credentials/{credential.pk}/"):
        assert "Genuine and current" in client.post(URL, {"text": text}).text


def test_a_changed_character_is_found(client, credential):
    changed = credential.document.replace("Checking for Understanding", "Checking for Undertaking")

    page = client.post(URL, {"text": changed})

    assert "Not genuine" in page.text
    assert page.context["report"].proof_valid is False


def test_a_long_identifier_is_short_in_the_sentence_and_whole_in_the_details(client, credential):
    page = client.post(URL, {"text": credential.document})

    report = page.context["report"]
    sentence = re.findall(r'<p class="lead">(.*?)</p>', page.text)[-1]
    assert report.issuer.id in report.sentence
    assert report.issuer.id not in sentence
    assert f"{report.issuer.id[:16]}…{report.issuer.id[-4:]}" in sentence
    assert f'<code class="key">{report.issuer.id}</code>' in page.text.partition("<details")[2]


def test_whose_it_should_be_is_asked_of_what_is_brought(client, credential):
    """The credential names Ada by a salted hash, which only who knows her address can tell."""
    ada = credential.award.person.email
    theirs = client.post(URL, {"text": credential.document, "recipient": ada})
    other = client.post(URL, {"text": credential.document, "recipient": "bea@college.example"})

    assert "Genuine and current" in theirs.text
    assert "It is about whom you asked for" in theirs.text
    assert "Genuine, but somebody else’s" in other.text
    assert other.context["report"].reasons == ["recipient_mismatch"]
    assert "bea@college.example" in other.text.partition("<form")[2]  # nothing typed is lost


def test_whose_it_should_be_is_asked_of_a_file_too(client, credential):
    ada = credential.award.person.email
    pages = [
        client.post(URL, upload(baked_png(credential)) | {"recipient": who})
        for who in (ada, "bea@college.example")
    ]

    assert [page.context["report"].reasons for page in pages] == [[], ["recipient_mismatch"]]


def test_for_whom_it_was_shown_is_asked_of_what_is_brought(client, db):
    presented = json.dumps(shown(signed(a_badge()), challenge="c-17", domain="jobs.example"))
    sent = {"text": presented, "challenge": "c-17", "domain": "jobs.example"}

    mine, copied = client.post(URL, sent), client.post(URL, sent | {"challenge": "c-18"})

    assert "Genuine and current" in mine.text
    assert "the whole is good only if each of them is" in mine.text
    assert "it may be a copy" not in mine.text
    assert "it may be a copy" in client.post(URL, {"text": presented}).text
    assert "Genuine, but not shown to you" in copied.text
    assert copied.context["report"].reasons == ["challenge_mismatch"]
    assert "<details open>" in copied.text.partition("<form")[2]
    assert "c-18" in copied.text.partition("<form")[2]


@pytest.mark.parametrize("field", ["challenge", "domain"])
def test_for_whom_many_were_shown_is_not_asked(client, db, field):
    links = "https://a.example/1\nhttps://a.example/2"

    assert client.post(URL, {"text": links, field: "x"}).status_code == 422


def test_whose_many_should_be_is_not_asked(client, db):
    links = "https://a.example/1\nhttps://a.example/2"

    page = client.post(URL, {"text": links, "recipient": "ada@college.example"})

    assert page.status_code == 422
    assert "one credential at a time" in page.text


def test_a_revoked_one_is_told_apart_from_a_forged_one(client, credential, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + DAY)

    page = client.post(URL, {"text": credential.document})

    assert "Genuine, but it has been revoked" in page.text
    assert page.context["report"].proof_valid is True


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "hello"},
        {"text": '{"a": 1, "a": 2}'},
        {"text": '{"a": 1}'},
        {"text": "http://127.0.0.1/secret"},
        {"text": "https://cairn.invalid/credential"},
    ],
)
def test_what_is_no_credential_is_answered_with_a_sentence(client, db, sent):
    page = client.post(URL, sent)

    assert page.status_code == 422
    assert "This could not be read." in page.text


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"\x00\xff", b"[]"])
def test_a_file_that_holds_none_is_answered_with_a_sentence(client, db, content):
    page = client.post(URL, upload(content))

    assert page.status_code == 422
    assert "This could not be read." in page.text


def test_htmx_gets_the_verdict_alone(client, credential):
    page = client.post(URL, {"text": credential.document}, headers={"hx-request": "true"})

    assert "<html" not in page.text
    assert "Every check" in page.text


def test_a_name_that_somebody_gives_themself_is_marked_as_theirs(client, credential):
    document = json.loads(credential.document)
    document["issuer"]["name"] = "<b>Harvard</b>"

    page = client.post(URL, {"text": json.dumps(document)})

    assert "calls itself “&lt;b&gt;Harvard" in page.text
    assert "Not genuine" in page.text


def test_a_link_in_the_address_is_filled_in_and_not_followed(client, db):
    page = client.get(URL, {"link": "https://example.org/credential"})

    assert "https://example.org/credential" in page.text
    assert page.context["report"] is None


def test_a_public_page_needs_no_account_and_no_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get(reverse("credentials:verify")).status_code == 200


def files(**contents):
    found = []
    for name, content in contents.items():
        file = BytesIO(content)
        file.name = name.replace("_", ".")
        found.append(file)
    return {"file": found}


def test_several_files_become_a_list_that_only_their_sender_sees(client, other_client, credential):
    sent = files(a_png=baked_png(credential), b_json=b"{}")

    begun = client.post(URL, sent)
    assert begun.status_code == 302
    verify_list_task.func(begun.url.split("/")[-2])
    page = client.get(begun.url)

    assert "All 2 verified" in page.text
    assert "1 genuine and current" in page.text
    assert "a.png" in page.text
    assert page["Cache-Control"] == "private, no-store"
    for unseen in (begun.url, f"/verify/lists/{'0' * 32}/"):
        assert other_client.get(unseen).status_code == 404


@pytest.fixture
def other_client():
    return Client()


def a_list(client, text):
    return client.post(URL, files(links_csv=text.encode())).url


def test_a_table_of_links_is_worked_on_while_the_page_looks_on(client, credential):
    ours = f"http://localhost:8000/credentials/{credential.pk}/"
    page_url = a_list(client, f"link,name\n{ours},Ada\nhttp://127.0.0.1/secret,Bea\n")

    waiting = client.get(page_url, headers={"hx-target": "work"})
    assert "0 of 2 verified" in waiting.text
    assert "<html" not in waiting.text
    verify_list_task.func(page_url.split("/")[-2])
    done = client.get(page_url)
    table = b"".join(client.get(page_url + "verified.csv").streaming_content).decode()

    assert "hx-get" not in done.text.partition('id="work"')[2].partition(">")[0]
    first, second = list(csv.DictReader(io.StringIO(table)))
    assert (first["line"], first["verdict"], first["given"]) == ("2", "valid", ours)
    assert first["sentence"].startswith("Genuine and current")
    assert (second["verdict"], second["reasons"]) == ("unreadable", "fetch_refused")


def test_the_signed_link_shows_a_list_to_others_who_may_not_erase_it(client, other_client, db):
    page_url = a_list(client, "https://a.example/1\nhttps://a.example/2\n")
    access = client.get(page_url).context["access"]

    assert other_client.get(page_url, {"access": access}).status_code == 200
    assert other_client.get(page_url, {"access": access[:-1]}).status_code == 404
    assert other_client.get(f"{page_url}verified.csv", {"access": access}).status_code == 200
    assert other_client.post(f"{page_url}erasure/", {"access": access}).status_code == 404
    assert client.post(f"{page_url}erasure/").status_code == 302
    assert client.get(page_url).status_code == 404


def test_links_line_by_line_become_a_list_and_htmx_goes_there(client, db):
    two = {"text": "https://a.example/1\nhttps://a.example/2"}

    begun = client.post(URL, two, headers={"hx-request": "true"})

    assert begun.status_code == 204
    assert begun["HX-Redirect"].startswith("/verify/lists/")


@pytest.mark.parametrize(
    "sent",
    [
        {"links_csv": b"link\n"},
        {"links_csv": b"\xff"},
        {"links_csv": b"https://a.example/1", "a_json": b"{}"},
        {f"f{n}_json": b"{}" for n in range(51)},
    ],
)
def test_what_cannot_become_a_list_is_answered_with_a_sentence(client, db, sent):
    page = client.post(URL, files(**sent))

    assert page.status_code == 422
    assert "This could not be read." in page.text


def test_one_asker_brings_so_many_lists_and_no_more(client, db):
    answers = [
        client.post(URL, {"text": "https://a.example/1\nhttps://a.example/2"}).status_code
        for _ in range(VERIFYING_LISTS.burst + 1)
    ]

    assert answers == [302] * VERIFYING_LISTS.burst + [429]


@pytest.mark.parametrize("count", [2, 30])
def test_the_page_of_a_list_asks_as_little_of_many_rows(
    client, db, count, django_assert_num_queries
):
    page_url = a_list(client, "".join(f"https://a.example/{n}\n" for n in range(count)))

    with django_assert_num_queries(4):  # session, list, counts, rows
        assert client.get(page_url).status_code == 200
