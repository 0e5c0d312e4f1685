"""Routes of what can be learned and earned."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cairn_server.catalog import draft_views, part_views, question_views, studio_views, views

app_name = "catalog"
of_units = [
    path("preview/", part_views.preview, name="studio-preview"),
    path("questions/", question_views.questions, name="studio-questions"),
    path(
        "questions/<path:question>/removal/",
        question_views.question_removal,
        name="studio-question-removal",
    ),
    path("questions/<path:question>/", question_views.question, name="studio-question"),
]
of_drafts: list[URLPattern | URLResolver] = [
    path("", draft_views.draft, name="studio-draft"),
    path("publication/", draft_views.publication, name="studio-publication"),
    path("versions/", draft_views.versions, name="studio-new-version"),
    path("removal/", draft_views.removal, name="studio-removal"),
    path("pack.zip", draft_views.archive, name="studio-pack"),
    path("media/", draft_views.media_files, name="studio-media-files"),
    path("media/<str:name>", draft_views.media, name="studio-media"),
    path("units/<slug:part>/", include(of_units)),
    path(
        "achievements/<slug:part>/requirements/",
        part_views.requirements,
        name="studio-requirements",
    ),
    path("<slug:kind>/", part_views.parts, name="studio-parts"),
    path("<slug:kind>/<slug:part>/", part_views.part, name="studio-part"),
    path("<slug:kind>/<slug:part>/removal/", part_views.part_removal, name="studio-part-removal"),
]
urlpatterns = [
    path("units/<uuid:unit_id>/media/<str:digest>", views.media, name="media"),
    path("studio/", studio_views.studio, name="studio"),
    path("studio/drafts/", studio_views.drafts, name="studio-drafts"),
    path("studio/packs/", studio_views.packs, name="studio-packs"),
    path("studio/published/<uuid:achievement_id>/", studio_views.published, name="studio-open"),
    path("studio/<uuid:draft_id>/", include(of_drafts)),
]
