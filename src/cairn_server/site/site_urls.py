"""Routes of the site itself."""

from __future__ import annotations

from django.urls import path

from cairn_server.site import demo_views, views

app_name = "site"
urlpatterns = [
    path("about/", views.about, name="about"),
    path("demo/", demo_views.demo, name="demo"),
    path("demo/people/<uuid:person_id>/sessions/", demo_views.demo_session, name="demo-session"),
    path("demo/mail/", demo_views.demo_mail, name="demo-mail"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
