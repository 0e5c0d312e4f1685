"""The API: routers of the contexts under one roof, and every refusal in one shape."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.parser import Parser
from ninja.throttling import AuthRateThrottle

from cairn.errors import CairnError
from cairn.reading import read_json
from cairn_server.accounts.api_auth import SIGNED_IN, answered_first
from cairn_server.accounts.extra_time_api import router as extra_time
from cairn_server.accounts.limiting import asker_of
from cairn_server.accounts.organisation_api import router as organisations
from cairn_server.accounts.settings_api import router as settings
from cairn_server.assessment.evaluation_api import router as evaluations
from cairn_server.assessment.quiz_api import router as quizzes
from cairn_server.assessment.submission_api import router as submissions
from cairn_server.catalog.draft_api import router as drafts
from cairn_server.catalog.draft_media_api import router as draft_media
from cairn_server.credentials.api import router as credentials
from cairn_server.credentials.award_file_api import router as award_files
from cairn_server.credentials.endorsement_api import router as endorsements
from cairn_server.credentials.holder_api import router as holder
from cairn_server.credentials.issuer_api import router as issuer
from cairn_server.credentials.issuing_api import router as issuing
from cairn_server.frameworks.api import router as frameworks
from cairn_server.frameworks.own_api import router as own_frameworks
from cairn_server.hub.api import router as standing
from cairn_server.hub.catalogue_api import router as catalogue
from cairn_server.hub.change_api import router as changes
from cairn_server.hub.closest_api import router as closest
from cairn_server.hub.goal_api import router as goals
from cairn_server.hub.progress_api import router as progress
from cairn_server.hub.skill_api import router as skills
from cairn_server.learning.api import router as learning
from cairn_server.learning.session_api import router as sessions
from cairn_server.learning.unit_api import router as units
from cairn_server.portfolio.api import router as portfolio
from cairn_server.portfolio.paper_api import router as paper
from cairn_server.portfolio.record_api import router as record
from cairn_server.site.api_description import DescribedApi
from cairn_server.site.api_reference import ApiReference
from cairn_server.workforce.api import router as workforce
from cairn_server.workforce.recognition_api import router as recognition
from cairn_server.workforce.seen_api import router as seen
from cairn_server.workforce.structure_api import router as structure

MOST_BYTES = 2 << 20  # of a body that is JSON
CODES = {
    400: "malformed",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "input_too_large",
    415: "unsupported_format",
    429: "too_many_requests",
}


class CallerThrottle(AuthRateThrottle):
    """So many calls of one person, by whatever session or token; two of one name are two."""

    def get_cache_key(self, request: HttpRequest) -> str:
        who = getattr(getattr(request, "auth", None), "pk", None) or asker_of(request)
        return f"throttle:api:{who}"


class StrictParser(Parser):
    """Reads what is sent as strictly as everything else is read (see `cairn.reading`)."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast(dict[str, Any], read_json(request.body, max_bytes=MOST_BYTES))

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        if any("\0" in str(value) for name in data for value in (name, *data.getlist(name))):
            raise HttpError(400, "The character U+0000 is not allowed")
        return super().parse_querydict(data, list_fields, request)


api = DescribedApi(
    title="Cairn",
    version="1",
    description="Learn small, prove it, stack it, keep it current.",
    auth=SIGNED_IN,
    throttle=CallerThrottle("600/m"),
    urls_namespace="api",
    parser=StrictParser(),
    docs=ApiReference(),
)
api.add_decorator(answered_first)
api.add_router("", catalogue)
api.add_router("", drafts)
api.add_router("", draft_media)
api.add_router("", changes)
api.add_router("", portfolio)
api.add_router("", record)
api.add_router("", paper)
api.add_router("", standing)
api.add_router("", closest)
api.add_router("", goals)
api.add_router("", submissions)
api.add_router("", evaluations)
api.add_router("", holder)
api.add_router("", settings)
api.add_router("", progress)
api.add_router("", organisations)
api.add_router("", extra_time)
api.add_router("", sessions)
api.add_router("", credentials)
api.add_router("", issuing)
api.add_router("", award_files)
api.add_router("", issuer)
api.add_router("", endorsements)
api.add_router("", frameworks)
api.add_router("", skills)
api.add_router("", own_frameworks)
api.add_router("", workforce)
api.add_router("", structure)
api.add_router("", seen)
api.add_router("", recognition)
api.add_router("/learning", learning)
api.add_router("/learning", units)
api.add_router("", quizzes)


@api.exception_handler(CairnError)
def refuse(request: HttpRequest, error: CairnError) -> HttpResponse:
    return _problem(request, error.status, error.code, str(error))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, "not_found", "There is nothing here for you")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"where": ".".join(map(str, e["loc"])), "code": e["type"], "detail": e["msg"]}
        for e in error.errors
    ]
    return _problem(request, 422, "invalid", f"{len(errors)} values are invalid", errors=errors)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = _problem(request, 401, CODES[401], "Sign in, or send a token that is still good")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def stopped(request: HttpRequest, error: HttpError) -> HttpResponse:
    """CSRF, throttling, a body that is not JSON."""
    code = CODES.get(error.status_code, "refused")
    answer = _problem(request, error.status_code, code, str(error))
    if isinstance(error, Throttled) and error.wait is not None:
        answer["Retry-After"] = str(error.wait)
    return answer


def _problem(
    request: HttpRequest, status: int, code: str, detail: str, **more: Any
) -> HttpResponse:
    return api.create_response(request, {"code": code, "detail": detail, **more}, status=status)
