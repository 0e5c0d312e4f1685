"""Whose the address of a competency is."""

from __future__ import annotations

import pytest

from cairn_server.frameworks.addresses import as_published, host_of, is_here, publisher_of


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "ftp://skills.example/1",
        "//skills.example/1",
        "https:///1",
        "https://name@skills.example/1",
        "https://skills.example/a b",
        "https://skills.example\\@here.example/",
        "https://skills.example:x/",
        "https://[skills.example/",
        "https://skills.example/" + "a" * 500,
    ],
)
def test_what_is_no_address_of_the_web_has_no_host(url):
    assert host_of(url) == ""


def test_a_host_is_the_same_in_capitals_with_a_port_and_with_its_last_dot():
    assert {host_of(f"HTTPS://Skills.Example{end}/1") for end in ("", ":443", ".")} == {
        "skills.example"
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://cairn.example/frameworks/1/skills/A",
        "http://cairn.example/frameworks/1/skills/A/",
        "https://CAIRN.example:8443//frameworks/%31/skills/A",
        "https://cairn.example./skills/1",
    ],
)
def test_every_way_of_writing_an_address_of_this_site_is_here(url, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example"

    assert is_here(url)
    assert not is_here("https://cairn.example.org/frameworks/1/skills/A")


def test_the_addresses_of_publishers_are_known_by_either_scheme():
    assert publisher_of("http://data.europa.eu/esco/skill/1") == "ESCO"
    assert publisher_of("https://DATA.europa.eu/ESCO/skill/1") == "ESCO"
    assert publisher_of("https://www.onetonline.org/find/descriptor/result/2.A.1") == "O*NET"
    assert publisher_of("http://data.europa.eu/snb/skill/1") == ""
    assert publisher_of("https://escolar.example/esco/1") == ""


def test_an_address_that_no_publisher_alone_gives_out_stays_as_it_is():
    for url in ("http://skills.example/1", "HTTPS://Skills.Example/1", "no address"):
        assert as_published(url) == url
