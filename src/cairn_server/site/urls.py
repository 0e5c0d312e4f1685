"""Every route, context by context; public paths are promises (`docs/map.md`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cairn_server.learning.offline_views import service_worker
from cairn_server.learning.urls import of_sessions
from cairn_server.site import views
from cairn_server.site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cairn_server.hub.urls")),
    path("", include("cairn_server.catalog.urls")),
    path("learn/", include("cairn_server.learning.urls")),
    path("", include((of_sessions, "sessions"))),
    path("sw.js", service_worker),
    path("", include("cairn_server.credentials.urls")),
    path("", include("cairn_server.portfolio.urls")),
    path("", include("cairn_server.workforce.urls")),
    path("vc-api/", include("cairn_server.interop.urls")),
    path("", include("cairn_server.assessment.urls")),
    path(
        "organisations/<uuid:organisation_id>/frameworks/",
        include("cairn_server.frameworks.urls"),
    ),
    path("", include("cairn_server.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("cairn_server.site.site_urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
