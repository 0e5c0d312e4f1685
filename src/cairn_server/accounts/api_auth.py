"""Who calls the API: a program by its token, or a browser by its session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.timezone import activate, now
from ninja import Header, Status
from ninja.errors import AuthenticationError
from ninja.operation import Operation
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import Field

from cairn_server.accounts import token_queries as queries
from cairn_server.accounts.access import learner_of, remember_learner
from cairn_server.accounts.answering import answer_once, first_answer
from cairn_server.accounts.giving_tokens import digest_of, note_use
from cairn_server.accounts.models import ApiToken, Person
from cairn_server.accounts.scopes import scope_of, scopes_beside
from cairn_server.errors import ScopeMissing

IdempotencyKey = Annotated[
    Annotated[str, Field(min_length=1, max_length=128)] | None,
    Header(alias="Idempotency-Key"),
]
"""Of an unsafe call: sent again with the same key, it is answered as it was the first time."""


class Bearer(HttpBearer):
    """A token, as `Authorization: Bearer cairn_…`; what it opens follows from the address."""

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        at = now()
        found = queries.good_token(digest_of(token), at=at)
        if found is None:
            raise AuthenticationError
        _refuse_elsewhere(request, found)
        scope = scope_of(request.path, request.method or "")
        if scope not in found.scopes:
            raise ScopeMissing(
                f"This token does not open {scope}" if scope else "No token opens this"
            )
        note_use(found, at=at)
        request.user = found.person
        remember_learner(request, found.person)
        activate(ZoneInfo(found.person.time_zone))  # nobody was known yet when the call came in
        return found.person


class _Session(APIKeyCookie):
    """The session of a browser; who brings none is asked for a token, not for a CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        return super()._get_key(request) if self.param_name in request.COOKIES else None


class SessionAuth(_Session):
    """Whoever is signed in in this session."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if isinstance(request.user, Person) else None


class LearnerSession(_Session):
    """Whoever learns in this session: signed in, or the guest of its first answer."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return learner_of(request)


@dataclass(frozen=True, slots=True)
class Asker:
    """
    Who asks for what is open to anyone.

    Args:
        person: as whom; None sees what is open to anyone.
        within: the organisation of the token, beyond which it opens nothing; None for the rest.
    """

    person: Person | None
    within: UUID | None = None

    @property
    def pk(self) -> UUID | None:
        """For whom calls are counted."""
        return self.person.pk if self.person else None


class _OpenBearer(HttpBearer):
    """A token where none is needed; one that is sent has to be good."""

    def authenticate(self, request: HttpRequest, token: str) -> Asker:
        at = now()
        found = queries.good_token(digest_of(token), at=at)
        if found is None:
            raise AuthenticationError
        note_use(found, at=at)
        if not set(scopes_beside(request.path)) & set(found.scopes):
            return Asker(None)
        activate(ZoneInfo(found.person.time_zone))
        return Asker(found.person, found.organisation_id)


_OPEN_BEARER = _OpenBearer()


def open_to_all(request: HttpRequest) -> Asker:
    """Let anybody in; by a token or a session they see besides what is theirs."""
    by_token: Asker | None = _OPEN_BEARER(request)
    return by_token or Asker(learner_of(request))


def asker(request: HttpRequest) -> Asker:
    """Return who asks, of a call that is `open_to_all`."""
    return cast(Asker, request.auth)  # type: ignore[attr-defined]  # set by ninja


# the token first: whoever sends one means it, and no cookie stands in for it
SIGNED_IN: list[Callable[..., Any]] = [Bearer(), SessionAuth()]
LEARNING: list[Callable[..., Any]] = [Bearer(), LearnerSession()]


def caller(request: HttpRequest) -> Person:
    """Return who calls; the authentication let nobody else through."""
    return cast(Person, request.auth)  # type: ignore[attr-defined]  # set by ninja


def once(
    request: HttpRequest, key: str | None, act: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """
    Answer an unsafe call; one with a key that was seen before gets the answer of then.

    `act` runs in a transaction that no other writer passes: what is slow is done before.
    """
    return answer_once(person=caller(request), key=key, request=_call(request), act=act)


def answered_first(view: Callable[..., Any]) -> Callable[..., Any]:
    """
    Let an operation answer a repeat before it looks anything up, in one way for all of them.

    What the first call ended (a goal, a membership) or settled (work in a queue) is not found
    again, and what it said is still the answer. An operation with several kinds of success
    cannot be answered from here; `once` answers its repeats.
    """

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> Any:
        key = given.get("idempotency_key")
        status = _only_success(view)
        if key is None or status is None:
            return view(request, **given)
        first = first_answer(person=caller(request), key=key, request=_call(request))
        return view(request, **given) if first is None else Status(status, first)

    return answer


def _only_success(view: Callable[..., Any]) -> int | None:
    operation: Operation = view._ninja_operation  # type: ignore[attr-defined]  # set by ninja
    statuses = list(operation.response_models)
    return statuses[0] if len(statuses) == 1 else None


def _call(request: HttpRequest) -> bytes:
    return f"{request.method} {request.path}\n".encode() + request.body


def _refuse_elsewhere(request: HttpRequest, token: ApiToken) -> None:
    """A token of an organisation knows no other; what is not an organisation's is not opened."""
    if token.organisation_id is None:
        return
    match = request.resolver_match
    named = match.kwargs.get("organisation_id") if match else None
    if named is None:
        raise ScopeMissing("A token of an organisation opens only what is the organisation's")
    if str(named).lower() != str(token.organisation_id):
        raise Http404
