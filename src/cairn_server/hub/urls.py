"""Routes of the pages that several contexts fill."""

from __future__ import annotations

from django.urls import path

from cairn_server.hub import (
    catalogue_views,
    draft_views,
    goal_views,
    my_skill_views,
    path_views,
    progress_views,
    skill_views,
    views,
)

app_name = "hub"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("catalogue/", catalogue_views.catalogue, name="catalogue"),
    path("my/everything.zip", views.export, name="export"),
    path("studio/<uuid:draft_id>/changes/", draft_views.changes, name="draft-changes"),
    path("more/", views.more, name="more"),
    path("progress/", progress_views.progress_list, name="progress-list"),
    path("progress/<uuid:progress_id>/", progress_views.progress, name="progress"),
    path(
        "progress/<uuid:progress_id>/not-used.csv",
        progress_views.progress_errors,
        name="progress-errors",
    ),
    path("achievements/<uuid:achievement_id>/", views.achievement, name="achievement"),
    path("skills/", skill_views.skills, name="skills"),
    path("skills/<uuid:skill_id>/", skill_views.skill, name="skill"),
    path("frameworks/<uuid:framework_id>/skills/<path:code>", skill_views.skill_by_code),
    path("my/skills/", my_skill_views.my_skills, name="my-skills"),
    path("paths/<uuid:achievement_id>/", path_views.path, name="path"),
    path("goals/", goal_views.goals, name="goals"),
    path("goals/<uuid:goal_id>/", goal_views.goal, name="goal"),
    path("goals/<uuid:goal_id>/details/", goal_views.goal_details, name="goal-details"),
    path("goals/<uuid:goal_id>/removal/", goal_views.goal_removal, name="goal-removal"),
    path("goals/<uuid:goal_id>/parts/", goal_views.goal_parts, name="goal-parts"),
    path(
        "goals/<uuid:goal_id>/parts/<uuid:achievement_id>/place/",
        goal_views.goal_part_place,
        name="goal-part-place",
    ),
    path(
        "goals/<uuid:goal_id>/parts/<uuid:achievement_id>/removal/",
        goal_views.goal_part_removal,
        name="goal-part-removal",
    ),
]
