"""Whose the address of a competency is, as far as the address itself tells."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from cairn_server.frameworks.models import CompetencyFramework

PUBLISHERS = {  # a publisher alone says which competencies have such addresses
    ("data.europa.eu", "/esco/"): "ESCO",
    ("onetonline.org", "/"): "O*NET",
    ("www.onetonline.org", "/"): "O*NET",
}
BEGINNINGS = {  # as each publisher itself writes its addresses
    "ESCO": "http://data.europa.eu/esco/",
    "O*NET": "https://www.onetonline.org/",
}
LONGEST = 500  # characters
SCHEMES = ("http", "https")


def framework_address(framework: CompetencyFramework) -> str:
    """Return what the addresses of an own framework's competencies begin with."""
    return f"{settings.CAIRN_BASE_URL}/frameworks/{framework.pk}/skills/"


def host_of(url: str) -> str:
    """Return the host of an address in small letters; empty if `url` is no address of the web."""
    if len(url) > LONGEST or any(ord(one) <= 32 or one in '\\"<>' for one in url):
        return ""
    try:
        split = urlsplit(url)
        host = (split.hostname or "").rstrip(".")
        is_address = split.scheme in SCHEMES and split.port != 0 and "@" not in split.netloc
    except ValueError:  # a port that is no number, half a bracket
        return ""
    return host if is_address else ""


def is_here(url: str) -> bool:
    """Tell whether an address leads to this installation, by whatever scheme, port or path."""
    return host_of(url) == host_of(settings.CAIRN_BASE_URL)


def publisher_of(url: str) -> str:
    """Return the name of the publisher that alone gives out such addresses; empty if none."""
    host = host_of(url)
    path = urlsplit(url).path.lower() if host else ""
    for (publisher, below), name in PUBLISHERS.items():
        if host == publisher and path.startswith(below):
            return name
    return ""


def spellings_of(url: str) -> tuple[str, ...]:
    """Return an address under either scheme, its host in small letters, and as it is given."""
    host = host_of(url)
    if not host:
        return (url,)
    split = urlsplit(url)
    port = f":{split.port}" if split.port not in (None, 80, 443) else ""
    bracketed = f"[{host}]" if ":" in host else host
    plain = split._replace(netloc=f"{bracketed}{port}")
    either = (plain._replace(scheme=scheme).geturl() for scheme in SCHEMES)
    return tuple(dict.fromkeys((url, *either)))


def as_published(url: str) -> str:
    """
    Return an address as its publisher writes it, whatever scheme or letters it was given in.

    One that no publisher alone gives out is returned as it is.
    """
    publisher = publisher_of(url)
    if not publisher:
        return url
    beginning = BEGINNINGS[publisher]
    split = urlsplit(url)
    rest = split.path[len(urlsplit(beginning).path) :]
    query = f"?{split.query}" if split.query else ""
    fragment = f"#{split.fragment}" if split.fragment else ""
    return f"{beginning}{rest}{query}{fragment}"
