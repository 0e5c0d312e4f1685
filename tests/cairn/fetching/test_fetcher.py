from __future__ import annotations

import gzip
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cairn.errors import FetchError, FetchGone, FetchRefused
from cairn.fetching import GuardedFetcher, Offline
from tests.web_server import response, web_server

JSON = b'{"id": "x"}'


def chunked(path):
    yield response(length=False, Transfer_Encoding="chunked")
    yield b"5\r\n" + JSON[:5] + b"\r\n"
    yield b"6\r\n" + JSON[5:] + b"\r\n0\r\n\r\n"


def endless(path):
    yield response(length=False)
    while True:
        yield b"x" * 65_536


def dripping(path):
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        time.sleep(0.02)
        yield b"X: y\r\n"


PAGES = {
    "/plain": lambda path: response(JSON, Content_Type="application/vc"),
    "/gzip": lambda path: response(gzip.compress(JSON), Content_Encoding="gzip"),
    "/chunked": chunked,
    "/unended": lambda path: response(JSON, length=False),
    "/gone": lambda path: response(b'{"revoked": true}', status="410 Gone"),
    "/missing": lambda path: response(b"no", status="404 Not Found"),
    "/empty": lambda path: response(status="204 No Content"),
    "/large": lambda path: response(b"x" * ((1 << 20) + 1)),
    "/endless": endless,
    "/cut": lambda path: response(JSON)[:-3],
    "/bomb": lambda path: response(gzip.compress(b"\0" * (9 << 20)), Content_Encoding="gzip"),
    "/garbage": lambda path: b"\x16\x03\x01\x00garbage\r\n\r\n",
    "/silent": lambda path: b"",
    "/headers": lambda path: response(**{f"X{n}": "y" for n in range(200)}),
    "/cookie": lambda path: response(JSON, Set_Cookie="a=b"),
    "/to-plain": lambda path: response(status="302 Found", Location="/plain"),
    "/in-circles": lambda path: response(status="302 Found", Location=path),
    "/to-file": lambda path: response(status="301 Moved", Location="file:///etc/passwd"),
    "/to-nowhere": lambda path: response(status="301 Moved", Location="https://[/"),
    "/to-metadata": lambda path: response(status="307 T", Location="http://169.254.169.254/"),
    "/to-local": lambda path: response(status="308 P", Location="https://127.0.0.1/"),
    "/drip": dripping,
}  # fmt: skip


@pytest.fixture
def server():
    with web_server(lambda path: PAGES[path](path)) as running:
        yield running


@pytest.fixture
def fetcher(server):
    return GuardedFetcher(allow=frozenset({server.pair}))


@pytest.mark.parametrize("page", ["/plain", "/gzip", "/chunked", "/unended", "/to-plain"])
def test_an_answer_comes_back_whole(server, fetcher, page):
    assert fetcher.fetch(server.url + page).content == JSON


def test_it_is_told_what_came_and_from_where(server, fetcher):
    fetched = fetcher.fetch(server.url + "/to-plain")

    assert (fetched.content_type, fetched.url) == ("application/vc", server.url + "/plain")


def test_a_request_says_no_more_than_it_must(server, fetcher, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    fetcher.fetch(server.url + "/cookie")
    fetcher.fetch(server.url + "/plain")

    names = [line.partition(":")[0] for line in server.requests[1].split("\r\n")[1:] if line]
    assert names == ["Host", "Accept", "Accept-Encoding", "User-Agent", "Connection"]
    assert f"Host: {server.pair}" in server.requests[1]


def test_what_is_gone_says_why(server, fetcher):
    with pytest.raises(FetchGone) as gone:
        fetcher.fetch(server.url + "/gone")

    assert gone.value.content == b'{"revoked": true}'


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("/missing", "status 404"),
        ("/empty", "status 204"),
        ("/large", "more than 1 MiB"),
        ("/endless", "more than 1 MiB"),
        ("/cut", "broke off"),
        ("/bomb", "more than 8 MiB inflated"),
        ("/garbage", "could not be fetched"),
        ("/silent", "could not be fetched"),
        ("/headers", "could not be fetched"),
        ("/in-circles", "after 3 redirects"),
    ],
)
def test_an_answer_that_will_not_do_is_an_error(server, fetcher, page, why):
    with pytest.raises(FetchError, match=why):
        fetcher.fetch(server.url + page)


def test_three_redirects_are_followed_and_no_more(server, fetcher):
    with pytest.raises(FetchError):
        fetcher.fetch(server.url + "/in-circles")

    assert len(server.requests) == 4


@pytest.mark.parametrize("page", ["/to-file", "/to-nowhere", "/to-metadata", "/to-local"])
def test_a_redirect_is_looked_at_like_the_first_address(server, fetcher, page):
    with pytest.raises(FetchRefused):
        fetcher.fetch(server.url + page)


def test_a_redirect_to_another_host_is_not_followed(server):
    """What an address of a college sends on to is not what the college says."""
    with web_server(lambda path: response(JSON)) as other:
        fetcher = GuardedFetcher(allow=frozenset({server.pair, other.pair}))
        PAGES["/login"] = lambda path: response(status="302 Found", Location=other.url + "/key")

        assert fetcher.fetch(other.url + "/key").content == JSON
        with pytest.raises(FetchRefused, match="sends on to another host"):
            fetcher.fetch(server.url + "/login")
        assert len(other.requests) == 1


def test_a_slow_host_is_left_at_the_deadline(server):
    start = time.monotonic()
    hurried = GuardedFetcher(
        allow=frozenset({server.pair}), clock=lambda: (time.monotonic() - start) * 20
    )

    with pytest.raises(FetchError):
        hurried.fetch(server.url + "/drip")
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "url", ["http://a.example/", "https://a.example:8443/", "ftp://a.example/", "https://10.0.0.1/"]
)
def test_only_https_on_port_443_of_public_hosts_is_asked(url):
    with pytest.raises(FetchRefused):
        GuardedFetcher().fetch(url)


def test_loopback_is_asked_only_where_that_very_port_is_allowed(server):
    for pair in ({f"127.0.0.1:{server.port + 1}"}, {f"localhost:{server.port}"}, {"127.0.0.1"}):
        with pytest.raises(FetchRefused):
            GuardedFetcher(allow=frozenset(pair)).fetch(server.url + "/plain")
    assert server.requests == []


def test_a_mapped_base_is_asked_elsewhere(server):
    fetcher = GuardedFetcher(mapping={"https://a.example": server.url})

    fetched = fetcher.fetch("https://a.example/to-plain")

    assert (fetched.content, fetched.url) == (JSON, "https://a.example/plain")


def test_the_target_of_a_mapping_is_not_open_to_others(server):
    fetcher = GuardedFetcher(mapping={"https://a.example": server.url})

    with pytest.raises(FetchRefused):
        fetcher.fetch(server.url + "/plain")


def test_a_host_that_gives_no_answer_is_left_alone_for_a_while(server):
    now = [0.0]
    fetcher = GuardedFetcher(allow=frozenset({server.pair}), clock=lambda: now[0])
    for _ in range(3):
        with pytest.raises(FetchError, match="could not be fetched"):
            fetcher.fetch(server.url + "/silent")

    with pytest.raises(FetchError, match="failed 3 times"):
        fetcher.fetch(server.url + "/plain")

    assert len(server.requests) == 3
    now[0] = 31.0
    assert fetcher.fetch(server.url + "/plain").content == JSON


def test_a_host_that_answers_is_never_left_alone(server, fetcher):
    for _ in range(5):
        with pytest.raises(FetchError, match="404"):
            fetcher.fetch(server.url + "/missing")

    assert fetcher.fetch(server.url + "/plain").content == JSON


def test_a_closed_port_is_an_error():
    with web_server(lambda path: b"") as server:
        pair, url = server.pair, server.url

    with pytest.raises(FetchError, match="could not be fetched"):
        GuardedFetcher(allow=frozenset({pair})).fetch(url)


def test_offline_nothing_is_asked():
    with pytest.raises(FetchError, match="offline"):
        Offline().fetch("https://a.example/")


@pytest.fixture
def self_signed(tmp_path):
    """A certificate for 127.0.0.1 that nobody vouches for, in one file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime(2026, 3, 2, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=9999))
        .not_valid_after(today + timedelta(days=9999))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_tls_is_spoken_and_the_certificate_is_checked(self_signed, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed)

    with web_server(lambda path: response(JSON), tls=context) as server:
        fetcher = GuardedFetcher(allow=frozenset({server.pair}))
        with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetcher.fetch(f"https://{server.pair}/plain")
        assert server.requests == []

        monkeypatch.setenv("SSL_CERT_FILE", str(self_signed))
        assert fetcher.fetch(f"https://{server.pair}/plain").content == JSON
