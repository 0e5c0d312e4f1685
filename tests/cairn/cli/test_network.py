from __future__ import annotations

import json
from argparse import ArgumentTypeError

import pytest

from cairn.cli import network
from cairn.cli.arguments import mapping
from cairn.cli.network import fetch_of
from cairn.errors import FetchError, FetchRefused
from cairn.openbadges.v3 import as_document
from tests.command import cairn
from tests.credentials import ACHIEVEMENT, KEY
from tests.web_server import response, web_server

BASE = "https://a.example"


@pytest.fixture
def folder(tmp_path):
    """A folder as a web server would show it, and beside it what is nobody's business."""
    site = tmp_path / "site"
    (site / "keys").mkdir(parents=True)
    (site / "keys" / "1").write_bytes(b"key")
    (site / "keys" / "index.json").write_bytes(b"keys")
    (site / "a name").write_bytes(b"named")
    (tmp_path / "secret").write_bytes(b"secret")
    (site / "way out").symlink_to(tmp_path / "secret")
    return site


def test_a_mapped_address_is_asked_once_and_remembered():
    with web_server(lambda path: response(path.encode())) as server:
        fetch = fetch_of(offline=False, mappings=[(BASE, server.url)])

        assert fetch(f"{BASE}/x") == fetch(f"{BASE}/x") == b"/x"
        assert len(server.requests) == 1


def test_what_is_not_mapped_is_guarded():
    with pytest.raises(FetchRefused):
        fetch_of(offline=False, mappings=[])("http://127.0.0.1:1/")


def test_offline_no_address_is_asked_though_it_is_mapped():
    with web_server(lambda path: response(b"x")) as server:
        fetch = fetch_of(offline=True, mappings=[(BASE, server.url)])

        with pytest.raises(FetchError, match="offline"):
            fetch(f"{BASE}/x")
        assert server.requests == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/keys/1", b"key"),
        ("/keys/1#first", b"key"),
        ("/keys", b"keys"),
        ("/keys/", b"keys"),
        ("/a%20name", b"named"),
        ("/keys/../a%20name", b"named"),
    ],
)
def test_a_folder_answers_offline_in_the_place_of_an_address(folder, path, content):
    for base in (BASE, f"{BASE}/"):
        assert fetch_of(offline=True, mappings=[(base, str(folder))])(BASE + path) == content


def test_a_file_answers_for_its_one_address(folder):
    fetch = fetch_of(offline=True, mappings=[(f"{BASE}/status/1", str(folder / "keys" / "1"))])

    assert fetch(f"{BASE}/status/1") == b"key"
    for other in ("/status/1/2", "/status/1?page=2", "/status/10", "/status"):
        with pytest.raises(FetchError):
            fetch(BASE + other)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/%2e%2e/secret",
        "/keys/..%2f..%2fsecret",
        "/way%20out",
        "/%00",
        "/%ff",
        "/keys/1?x=1",
    ],
)
def test_no_address_leads_out_of_the_folder(folder, path):
    with pytest.raises(FetchRefused, match="names no file below"):
        fetch_of(offline=False, mappings=[(BASE, str(folder))])(BASE + path)


def test_what_a_folder_lacks_is_not_asked_of_the_network(folder, monkeypatch):
    monkeypatch.setattr(network, "_online", lambda _: pytest.fail("asked the network"))

    with pytest.raises(FetchError, match="there is no file"):
        fetch_of(offline=False, mappings=[(BASE, str(folder))])(f"{BASE}/keys/2")


def test_of_several_places_the_longest_address_counts(folder):
    with web_server(lambda path: response(path.encode())) as server:
        mappings = [(BASE, server.url), (f"{BASE}/keys", str(folder / "keys"))]
        fetch = fetch_of(offline=False, mappings=mappings)

        assert [fetch(BASE + path) for path in ("/keys/1", "/keysets")] == [b"key", b"/keysets"]


def test_a_file_may_be_as_long_as_an_answer_of_the_network(folder, monkeypatch):
    fetch = fetch_of(offline=True, mappings=[(BASE, str(folder))])
    monkeypatch.setattr(network, "MOST_OF_A_FILE", 3)

    assert fetch(f"{BASE}/keys/1") == b"key"
    with pytest.raises(FetchError, match="has more than"):
        fetch(f"{BASE}/keys")


def test_a_mapping_is_two_addresses_or_an_address_and_a_path(folder):
    assert mapping(f"{BASE}=http://127.0.0.1:1") == (BASE, "http://127.0.0.1:1")
    assert mapping(f"{BASE}/={folder}") == (f"{BASE}/", str(folder))
    for wrong in (BASE, f"{BASE}=", f"{folder}={BASE}", f"{BASE}={folder}/none", f"{BASE}=ftp://b"):
        with pytest.raises(ArgumentTypeError):
            mapping(wrong)


@pytest.fixture
def college(tmp_path):
    """What an issuer has on a machine before anything of it is online, and a badge of theirs."""
    did, key = "did:web:college.example", KEY.public.multibase
    method = {"id": f"{did}#{key}", "type": "Multikey", "controller": did}
    method["publicKeyMultibase"] = key
    site = tmp_path / "site" / ".well-known"
    site.mkdir(parents=True)
    known = {"id": did, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    (site / "did.json").write_text(json.dumps(known))
    (tmp_path / "key.json").write_text(json.dumps(KEY.to_jwk()))
    (tmp_path / "issuer.json").write_text(json.dumps({"id": did, "name": "North College"}))
    (tmp_path / "achievement.json").write_text(json.dumps(as_document(ACHIEVEMENT)))
    (tmp_path / "people.csv").write_text("email\nada@college.example\n")
    words = ("issue", "achievement.json", "people.csv", "--key", "key.json", "-o", "out")
    more = ("--issuer", "issuer.json", "--status-list", "https://college.example/status/1")
    assert cairn(*words, *more, cwd=tmp_path).status == 0
    return tmp_path


def verified(college, *more):
    badge = next((college / "out").glob("*-*-*.json"))
    site = "https://college.example/=site"
    return cairn("verify", badge, "--offline", "--map", site, "--json", *more, cwd=college)


def test_a_badge_of_a_website_is_verified_before_any_of_it_is_online(college):
    status = ("--map", "https://college.example/status/1=out/status-list.json")
    without, told = verified(college), verified(college, *status)

    assert (without.status, without.objects[0]["reasons"]) == (2, ["status_unavailable"])
    assert (told.status, told.objects[0]["proof_valid"]) == (0, True)
