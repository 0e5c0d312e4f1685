"""Say what stands behind an issuer, and look after its keys, as whoever runs the installation."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator
from django.utils.timezone import now

from cairn_server.accounts.models import Organisation
from cairn_server.credentials.keeping_keys import (
    compromise_key,
    establish_issuer,
    retire_key,
    rotate_key,
    succeed_issuer,
)
from cairn_server.credentials.models import Issuer, IssuerKey, Standing
from cairn_server.credentials.presenting import declare_standing
from cairn_server.credentials.queries import issuer_of
from cairn_server.errors import AwardError

REFUSED, WRONG_USAGE = 1, 3


class Command(BaseCommand):
    help = (
        "Declare the standing of an organisation as an issuer, list its keys, change or retire "
        "them, note that one was lost. Exit status: 0 done, 1 refused, 3 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        for name, about in _ABOUT.items():
            part = parts.add_parser(name, help=about, description=about)
            part.add_argument("organisation", help="its short name")
            if name == "standing":
                part.add_argument("standing", choices=Standing.values)
                part.add_argument("--evidence", default="", help="where anybody can check it")
            if name == "lost":
                part.add_argument("--key", help="its id or multibase; the one in use if none is")
                part.add_argument("--since", type=_moment, required=True, metavar="TIME")

    def handle(self, *, what: str, organisation: str, **options: Any) -> None:
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation {organisation}", returncode=WRONG_USAGE)
        try:
            told = _DONE[what](found, options)
        except AwardError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        for line in told:
            self.stdout.write(json.dumps({"organisation": organisation, **line}))


_ABOUT = {
    "standing": "say what stands behind it; shown wherever it issues",
    "keys": "list its keys, a line of JSON for each",
    "rotate": "a new key signs from now on; the old one stays listed, what it signed verifies",
    "succeed": "a new issuer takes its place, where its identifier is its key",
    "retire": "take the key out of use without another; nothing is issued until there is one",
    "lost": "somebody else may have had a key since then; another takes its place at once",
}

Lines = list[dict[str, Any]]


def _declare(organisation: Organisation, options: dict[str, Any]) -> Lines:
    standing, evidence = options["standing"], options["evidence"]
    try:
        if evidence:
            URLValidator(schemes=["http", "https"])(evidence)
    except ValidationError:
        raise CommandError(
            f"{evidence} is no web address; it begins with https://", returncode=WRONG_USAGE
        ) from None
    issuer = establish_issuer(organisation=organisation, at=now())
    declare_standing(issuer=issuer, standing=standing, evidence=evidence, at=now())
    return [{"standing": standing}]


def _keys(organisation: Organisation, options: dict[str, Any]) -> Lines:
    keys = IssuerKey.objects.filter(issuer__organisation=organisation).order_by("created_at")
    return [_line(key) for key in keys.select_related("issuer")]


def _rotate(organisation: Organisation, options: dict[str, Any]) -> Lines:
    return [_line(rotate_key(issuer=_issuer(organisation), at=now()))]


def _succeed(organisation: Organisation, options: dict[str, Any]) -> Lines:
    new = succeed_issuer(issuer=_issuer(organisation), at=now())
    return [_line(key) for key in new.keys.all()]


def _retire(organisation: Organisation, options: dict[str, Any]) -> Lines:
    return [_line(retire_key(issuer=_issuer(organisation), at=now()))]


def _lose(organisation: Organisation, options: dict[str, Any]) -> Lines:
    key = _key(_issuer(organisation), options["key"])
    compromise_key(key=key, since=options["since"], at=now())
    return _keys(organisation, options)


_DONE: dict[str, Callable[[Organisation, dict[str, Any]], Lines]] = {
    "standing": _declare,
    "keys": _keys,
    "rotate": _rotate,
    "succeed": _succeed,
    "retire": _retire,
    "lost": _lose,
}


def _issuer(organisation: Organisation) -> Issuer:
    found = issuer_of(organisation)
    if found is None:
        text = f"{organisation.slug} has no key yet; its issuers make the first one"
        raise CommandError(text, returncode=WRONG_USAGE)
    return found


def _key(issuer: Issuer, named: str | None) -> IssuerKey:
    keys = IssuerKey.objects.filter(issuer__organisation=issuer.organisation)
    for key in keys.order_by("-created_at"):
        is_in_use = key.issuer_id == issuer.pk and key.state == "active"
        if is_in_use if named is None else named in (str(key.pk), key.multibase, key.method_id):
            return key
    text = f"There is no key {named}" if named else "No key is in use; name one with --key"
    raise CommandError(text, returncode=WRONG_USAGE)


def _line(key: IssuerKey) -> dict[str, Any]:
    moments = {
        "created_at": key.created_at,
        "retired_at": key.retired_at,
        "compromised_since": key.compromised_since,
    }
    told = {name: None if at is None else at.isoformat() for name, at in moments.items()}
    return {"issuer": key.issuer.did, "key": key.multibase, "state": str(key.state), **told}


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no time; write 2026-03-02T09:00:00Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
