"""Routes of an organisation's own frameworks."""

from __future__ import annotations

from django.urls import path

from cairn_server.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("skills.csv", views.framework_template, name="framework-template"),
]
