"""Routes of what can be learned and earned."""

from __future__ import annotations

from django.urls import path

from cairn_server.catalog import views

app_name = "catalog"
urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("units/<uuid:unit_id>/media/<str:digest>", views.media, name="media"),
]
