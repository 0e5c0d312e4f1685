"""Routes of credentials, issuers and verification."""

from __future__ import annotations

from django.urls import path

from cairn_server.credentials import (
    holder_views,
    issuer_views,
    picture_views,
    verify_views,
    views,
)

app_name = "credentials"
urlpatterns = [
    path("credentials/<slug:credential_id>/", views.credential, name="credential"),
    path("credentials/<slug:credential_id>/credential.json", views.document, name="document"),
    path("credentials/<slug:credential_id>/badge.png", picture_views.badge_png, name="badge-png"),
    path("credentials/<slug:credential_id>/badge.svg", picture_views.badge_svg, name="badge-svg"),
    path("credentials/<slug:credential_id>/name/", holder_views.choose_name, name="choose-name"),
    path("credentials/<slug:credential_id>/page/", holder_views.switch_page, name="switch-page"),
    path(
        "credentials/<slug:credential_id>/revocation/",
        issuer_views.create_revocation,
        name="create-revocation",
    ),
    path(
        "achievements/<uuid:achievement_id>/badge.svg",
        picture_views.achievement_badge,
        name="achievement-badge",
    ),
    path("my/credentials/", holder_views.mine, name="mine"),
    path("issuers/<uuid:issuer_id>/", issuer_views.issuer, name="issuer"),
    path("issuers/<uuid:issuer_id>/did.json", issuer_views.did_document, name="did-document"),
    path("organisations/<uuid:organisation_id>/awards/", issuer_views.awards, name="awards"),
    path("organisations/<uuid:organisation_id>/keys/", issuer_views.create_key, name="create-key"),
    path("status/<slug:list_id>", views.status_list, name="status-list"),
    path("verify/", verify_views.verify, name="verify"),
]
