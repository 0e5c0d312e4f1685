"""Routes of one's own account and of organisations."""

from __future__ import annotations

from django.urls import include, path

from cairn_server.accounts import (
    extra_time_views,
    member_views,
    organisation_views,
    passkey_views,
    people_file_views,
    token_views,
    views,
)

app_name = "accounts"
of_members = [
    path("", member_views.members, name="members"),
    path("import/", people_file_views.people_file, name="people-file"),
    path("import/people.csv", people_file_views.people_file_template, name="people-template"),
    path("<uuid:membership_id>/", member_views.member, name="member"),
    path("<uuid:membership_id>/end/", member_views.membership_end, name="membership-end"),
]
urlpatterns = [
    # before allauth's own of this address
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", passkey_views.remove_passkey),
    path("settings/", views.settings, name="settings"),
    path("settings/sessions/", views.sign_out_everywhere, name="sessions"),
    path("settings/erasure/", views.erasure, name="erasure"),
    path("settings/tokens/", token_views.tokens, name="tokens"),
    path("settings/tokens/<uuid:token_id>/end/", token_views.token_end, name="token-end"),
    path("organisations/", organisation_views.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>/members/", include(of_members)),
    path(
        "organisations/<uuid:organisation_id>/extra-time/",
        extra_time_views.extra_times,
        name="extra-times",
    ),
    path(
        "organisations/<uuid:organisation_id>/extra-time/<uuid:extra_time_id>/end/",
        extra_time_views.extra_time_end,
        name="extra-time-end",
    ),
    path(
        "organisations/<uuid:organisation_id>/tokens/",
        token_views.tokens,
        name="organisation-tokens",
    ),
    path(
        "organisations/<uuid:organisation_id>/tokens/<uuid:token_id>/end/",
        token_views.token_end,
        name="organisation-token-end",
    ),
]
