"""Routes of the pages that several contexts fill."""

from __future__ import annotations

from django.urls import path

from cairn_server.hub import views, work_views

app_name = "hub"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("my/everything.zip", views.export, name="export"),
    path("more/", views.more, name="more"),
    path("work/", work_views.works, name="works"),
    path("work/<uuid:work_id>/", work_views.work, name="work"),
    path("work/<uuid:work_id>/not-used.csv", work_views.work_errors, name="work-errors"),
    path("achievements/<uuid:achievement_id>/", views.achievement, name="achievement"),
]
