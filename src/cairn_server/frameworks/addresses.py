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
