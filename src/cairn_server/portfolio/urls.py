"""Routes of portfolios, badges from elsewhere, certificates."""

from __future__ import annotations

from django.urls import path

from cairn_server.portfolio import paper_views, record_views, views

app_name = "portfolio"
urlpatterns = [
    path("my/portfolio/", views.mine, name="mine"),
    path("my/record/", record_views.record, name="record"),
    path("my/badges/new/", views.create_badge, name="create-badge"),
    path("my/badges/<uuid:badge_id>/", views.badge, name="badge"),
    path("my/badges/<uuid:badge_id>/check/", views.recheck_badge, name="recheck-badge"),
    path("my/badges/<uuid:badge_id>/removal/", views.delete_badge, name="delete-badge"),
    path("portfolios/<slug:portfolio_id>/", views.portfolio, name="portfolio"),
    path("portfolios/<slug:portfolio_id>/card.png", views.card, name="card"),
    path(
        "credentials/<slug:credential_id>/certificate.pdf",
        paper_views.certificate,
        name="certificate",
    ),
    path("credentials/<slug:credential_id>/card.png", paper_views.card, name="credential-card"),
]
