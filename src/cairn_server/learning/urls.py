"""Routes of learning."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cairn_server.learning import hosting_views, offline_views, session_views, views

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

_hosted = [
    path("", hosting_views.sessions, name="hosted"),
    path("<uuid:session_id>/", hosting_views.roster, name="roster"),
    path("<uuid:session_id>/details/", hosting_views.details, name="details"),
    path("<uuid:session_id>/cancellation/", hosting_views.cancellation, name="cancellation"),
    path("<uuid:session_id>/code/", hosting_views.code, name="code"),
    path("<uuid:session_id>/code.svg", hosting_views.code_picture, name="code-picture"),
    path("<uuid:session_id>/walk-ins/", hosting_views.walk_ins, name="walk-ins"),
    path("<uuid:session_id>/people/<uuid:person_id>/", hosting_views.presence, name="presence"),
]
of_sessions: list[URLPattern | URLResolver] = [  # under their own name and address: /sessions/
    path("sessions/", session_views.sessions, name="sessions"),
    path("sessions/here/", session_views.here, name="here"),
    path("sessions/<uuid:session_id>/", session_views.session, name="session"),
    path("sessions/<uuid:session_id>/booking/", session_views.booking, name="booking"),
    path("sessions/<uuid:session_id>/booking/end/", session_views.booking_end, name="booking-end"),
    path("sessions/<uuid:session_id>/session.ics", session_views.calendar, name="calendar"),
    path("organisations/<uuid:organisation_id>/sessions/", include(_hosted)),
]
