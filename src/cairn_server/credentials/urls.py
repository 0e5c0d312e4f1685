"""Routes of credentials, issuers and verification."""

from __future__ import annotations

from django.urls import include, path

from cairn_server.credentials import (
    award_file_views,
    award_views,
    endorsement_views,
    holder_views,
    hosted_views,
    issuer_views,
    partner_views,
    picture_views,
    suspension_views,
    verify_views,
    views,
)

app_name = "credentials"
of_awards = [
    path("", award_views.awards, name="awards"),
    path("awards.csv", award_views.awards_csv, name="awards-csv"),
    path("files/", award_file_views.award_files, name="award-files"),
    path("files/awards.csv", award_file_views.award_file_template, name="award-file-template"),
    path("files/<uuid:file_id>/", award_file_views.award_file, name="award-file"),
    path("files/<uuid:file_id>/not-awarded.csv", award_file_views.refused_csv, name="refused-csv"),
]
of_issuer = [
    path("", issuer_views.home, name="issuer-home"),
    path("profile/", issuer_views.profile, name="issuer-profile"),
    path("standing/", issuer_views.standing, name="issuer-standing"),
    path("keys/", issuer_views.keys, name="keys"),
    path("keys/new/", issuer_views.new_key, name="new-key"),
    path("keys/retirement/", issuer_views.retirement, name="key-retirement"),
    path("keys/<uuid:key_id>/loss/", issuer_views.key_loss, name="key-loss"),
    path("succession/", issuer_views.succession, name="succession"),
]
of_partners = [
    path("", partner_views.partners, name="partners"),
    path("<uuid:partnership_id>/acceptance/", partner_views.acceptance, name="acceptance"),
    path("<uuid:partnership_id>/end/", partner_views.partnership_end, name="partnership-end"),
]
of_verification_list = [
    path("", verify_views.verification_list, name="verification-list"),
    path("verified.csv", verify_views.verification_results, name="verification-results"),
    path("erasure/", verify_views.verification_erasure, name="verification-erasure"),
]
of_endorsements = [
    path("", endorsement_views.endorsements, name="endorsements"),
    path("<slug:endorsement_id>/withdrawal/", endorsement_views.withdrawal, name="withdrawal"),
    path(
        "<slug:endorsement_id>/acceptance/",
        endorsement_views.acceptance,
        name="endorsement-acceptance",
    ),
    path("<slug:endorsement_id>/refusal/", endorsement_views.refusal, name="endorsement-refusal"),
]
urlpatterns = [
    path("credentials/<slug:credential_id>/", views.credential, name="credential"),
    path("credentials/<slug:credential_id>/credential.json", views.document, name="document"),
    path("credentials/<slug:credential_id>/credential.jwt", views.jwt, name="jwt"),
    path("credentials/<slug:credential_id>/badge.png", picture_views.badge_png, name="badge-png"),
    path("credentials/<slug:credential_id>/badge.svg", picture_views.badge_svg, name="badge-svg"),
    path(
        "credentials/<slug:credential_id>/badge-2.0.png",
        hosted_views.badge_png,
        name="badge-2-png",
    ),
    path("ob2/assertions/<slug:credential_id>", hosted_views.assertion, name="assertion"),
    path(
        "ob2/badges/<uuid:version_id>/<uuid:issuer_id>",
        hosted_views.badge_class,
        name="badge-class",
    ),
    path("ob2/issuers/<uuid:issuer_id>", hosted_views.issuer, name="hosted-issuer"),
    path("credentials/<slug:credential_id>/name/", holder_views.choose_name, name="choose-name"),
    path("credentials/<slug:credential_id>/page/", holder_views.switch_page, name="switch-page"),
    path("credentials/<slug:credential_id>/renewal/", holder_views.renewal, name="renewal"),
    path(
        "credentials/<slug:credential_id>/revocation/",
        award_views.create_revocation,
        name="create-revocation",
    ),
    path(
        "credentials/<slug:credential_id>/suspension/",
        suspension_views.suspension,
        name="suspension",
    ),
    path(
        "credentials/<slug:credential_id>/reinstatement/",
        suspension_views.reinstatement,
        name="reinstatement",
    ),
    path("credentials/<slug:credential_id>/correction/", award_views.correction, name="correction"),
    path(
        "achievements/<uuid:achievement_id>/badge.svg",
        picture_views.achievement_badge,
        name="achievement-badge",
    ),
    path("my/credentials/", holder_views.mine, name="mine"),
    path("issuers/<uuid:issuer_id>/", issuer_views.issuer, name="issuer"),
    path("issuers/<uuid:issuer_id>/did.json", issuer_views.did_document, name="did-document"),
    path("issuers/<uuid:issuer_id>/logo", issuer_views.logo, name="logo"),
    path("organisations/<uuid:organisation_id>/awards/", include(of_awards)),
    path("organisations/<uuid:organisation_id>/issuer/", include(of_issuer)),
    path("endorsements/new/", endorsement_views.new_endorsement, name="new-endorsement"),
    path("endorsements/<slug:endorsement_id>/", endorsement_views.endorsement, name="endorsement"),
    path(
        "endorsements/<slug:endorsement_id>/endorsement.json",
        endorsement_views.document,
        name="endorsement-document",
    ),
    path(
        "endorsements/<slug:endorsement_id>/endorsement.jwt",
        endorsement_views.jwt,
        name="endorsement-jwt",
    ),
    path("organisations/<uuid:organisation_id>/endorsements/", include(of_endorsements)),
    path("organisations/<uuid:organisation_id>/partners/", include(of_partners)),
    path("status/<slug:list_id>", views.status_list, name="status-list"),
    path("verify/", verify_views.verify, name="verify"),
    path("verify/lists/<slug:list_id>/", include(of_verification_list)),
]
