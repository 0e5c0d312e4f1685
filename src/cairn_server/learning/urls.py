"""Routes of learning."""

from __future__ import annotations

from django.urls import path

from cairn_server.learning import offline_views, views

app_name = "learning"
urlpatterns = [
    path("units/<uuid:unit_id>/", views.unit, name="unit"),
    path("units/<uuid:unit_id>/progress/", views.passed_cards, name="passed-cards"),
    path("achievements/<uuid:achievement_id>/first-unit/", views.first_unit, name="first-unit"),
    path("achievements/<uuid:achievement_id>/enrolments/", views.enrolments, name="enrolments"),
    path("recall/", views.recall, name="recall"),
    path("offline/", offline_views.shell, name="offline"),
    path("items/<uuid:version_id>/reviews/", views.create_review, name="create-review"),
]
