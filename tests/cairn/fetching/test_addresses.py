from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from cairn.errors import FetchError, FetchRefused
from cairn.fetching.addresses import is_public, mapped, parse_target, public_addresses


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254"),
        *("172.16.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
        *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
        *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1"),
        *("2001:10::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1"),
        *("5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"),
    ],
)
def test_no_special_address_is_public(address):
    """IANA IPv4 and IPv6 Special-Purpose Address Registries, and IPv4 in IPv6 in any form."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1"])
def test_hosts_of_the_internet_are_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("", "a.example", "//a.example/", "ftp://a.example/", "file:///etc/passwd"),
        *("gopher://a.example/", "javascript:alert(1)", "data:,x", "https://", "https:///x"),
        *("https://user@a.example/", "https://a.example:x/", "https://a.example:0/"),
        *("https://a.example:99999/", "https://a example/", "https://a.example/\r\nHost: b"),
        *("https://a.example\\@b.example/", "https://a.example/\t", "https://[::1", "https://[]/"),
        *("https://[fe80::1%25eth0]/", "https://ä.example/", "https://a..example/"),
        *("https://-a.example/", "https://a.example/" + "x" * 2048, "https://a.example/\u200b"),
    ],
)
def test_what_is_no_plain_address_is_refused(url):
    with pytest.raises(FetchRefused):
        parse_target(url)


@pytest.mark.parametrize(
    ("url", "secure", "pair", "authority", "path"),
    [
        ("https://A.example", True, "a.example:443", "a.example", "/"),
        ("https://a.example.:443/b?c#d", True, "a.example:443", "a.example", "/b?c"),
        ("https://a.example:8443/b", True, "a.example:8443", "a.example:8443", "/b"),
        ("http://127.0.0.1:9/", False, "127.0.0.1:9", "127.0.0.1:9", "/"),
        ("https://[2606:4700::1111]/", True, "[2606:4700::1111]:443", "[2606:4700::1111]", "/"),
    ],
)
def test_an_address_is_taken_apart(url, secure, pair, authority, path):
    target = parse_target(url)

    assert (target.secure, target.pair) == (secure, pair)
    assert (target.authority, target.path) == (authority, path)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://a.example/x?y", "http://127.0.0.1:9000/x?y"),
        ("https://A.example", "http://127.0.0.1:9000"),
        ("https://a.example/issuers/1", "http://127.0.0.1:9001/1"),
        ("https://a.example/issuers2/1", "http://127.0.0.1:9000/issuers2/1"),
        ("https://a.example.evil.example/", None),
        ("https://a.example@evil.example/", None),
        ("https://a.example:444/", None),
        ("http://a.example/", None),
    ],
)
def test_a_base_is_mapped_at_the_ends_of_its_parts_only(url, asked):
    mapping = {
        "https://a.example": "http://127.0.0.1:9000/",
        "https://a.example/issuers/": "http://127.0.0.1:9001",
    }

    assert mapped(url, mapping) == asked


LOOPBACK = [
    *("https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://127.1/"),
    *("https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://0/"),
    "https://[::ffff:127.0.0.1]/",
]


@pytest.mark.parametrize("url", LOOPBACK)
def test_loopback_is_refused_however_it_is_written(url):
    with pytest.raises(FetchRefused, match="not a public address"):
        public_addresses(parse_target(url), 2.0)


def answering(*addresses):
    def getaddrinfo(host, port, **kind):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    return getaddrinfo


def test_one_private_address_among_public_ones_refuses_the_name(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answering("93.184.215.14", "10.0.0.1"))

    with pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        public_addresses(parse_target("https://a.example/"), 2.0)


def test_public_addresses_are_given_once_each_in_their_order(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answering("8.8.8.8", "1.1.1.1", "8.8.8.8"))

    found = public_addresses(parse_target("https://a.example/"), 2.0)

    assert found == ["8.8.8.8", "1.1.1.1"]


def test_a_name_without_an_address_is_an_error(monkeypatch):
    def nobody(host, port, **kind):
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)

    with pytest.raises(FetchError, match="Name or service not known"):
        public_addresses(parse_target("https://a.example/"), 2.0)


def test_a_slow_look_up_is_not_waited_for(monkeypatch):
    from threading import Event

    never = Event()

    def slow(host, port, **kind):
        never.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    with pytest.raises(FetchError, match="in time"):
        public_addresses(parse_target("https://a.example/"), 0.05)
    never.set()
