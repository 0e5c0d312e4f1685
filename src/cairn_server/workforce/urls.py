"""Routes of what an organisation sees of its people's skills, and of what it asks and thanks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cairn_server.workforce import (
    assignment_views,
    board_views,
    nomination_views,
    recognition_views,
    role_views,
    seen_views,
    team_views,
)

app_name = "workforce"
of_role = [
    path("", role_views.role, name="role"),
    path("people/", role_views.role_people, name="role-people"),
    path("end/", role_views.role_end, name="role-end"),
    path("gaps/", role_views.gaps, name="gaps"),
    path("gaps/gaps.csv", role_views.gaps_csv, name="gaps-csv"),
]
of_assignments = [
    path("", assignment_views.assignment_list, name="assignments"),
    path("assignments.csv", assignment_views.assignments_csv, name="assignments-csv"),
    path("new/", assignment_views.assign_page, name="assign"),
    path("<uuid:assignment_id>/reminders/", assignment_views.reminder, name="remind"),
    path("<uuid:assignment_id>/end/", assignment_views.cancellation, name="assignment-end"),
]
of_organisation: list[URLPattern | URLResolver] = [
    path("board/", board_views.board_page, name="board"),
    path("board/board.csv", board_views.board_csv, name="board-csv"),
    path("board/skills/<uuid:competency_id>/", board_views.cover, name="cover"),
    path("board/skills/<uuid:competency_id>/cover.csv", board_views.cover_csv, name="cover-csv"),
    path("people/<uuid:membership_id>/", board_views.person, name="person"),
    path("people/<uuid:membership_id>/manager/", team_views.manager, name="manager"),
    path("teams/", team_views.teams, name="teams"),
    path("teams/<uuid:team_id>/", team_views.team, name="team"),
    path("teams/<uuid:team_id>/people/", team_views.team_people, name="team-people"),
    path("teams/<uuid:team_id>/end/", team_views.team_end, name="team-end"),
    path("roles/", role_views.roles, name="roles"),
    path("roles/<uuid:role_id>/", include(of_role)),
    path("assignments/", include(of_assignments)),
    path("nominations/", nomination_views.nomination_list, name="nominations"),
    path("nominations/<uuid:achievement_id>/new/", nomination_views.nominate_page, name="nominate"),
    path("recognition/", recognition_views.recognition, name="recognition"),
    path("recognition/choice/", recognition_views.feed_choice, name="feed-choice"),
    path("shared/<uuid:award_id>/", seen_views.share, name="share"),
    path("shared/recall/", seen_views.recall, name="recall"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("organisations/<uuid:organisation_id>/", include(of_organisation)),
    path("nominations/<uuid:nomination_id>/", nomination_views.nomination, name="nomination"),
    path(
        "nominations/<uuid:nomination_id>/end/",
        nomination_views.nomination_end,
        name="nomination-end",
    ),
    path("settings/seen/", seen_views.seen, name="seen"),
]
