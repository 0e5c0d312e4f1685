"""Routes of the site itself."""

from __future__ import annotations

from django.urls import path

from cairn_server.site import views

app_name = "site"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
