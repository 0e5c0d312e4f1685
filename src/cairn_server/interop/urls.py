from __future__ import annotations

from django.urls import path

from cairn_server.interop import views

app_name = "interop"
urlpatterns = [
    path("", views.about, name="about"),
    path("credentials/issue", views.issue_credential, name="issue-credential"),
    path("credentials/verify", views.verify_credential, name="verify-credential"),
    path("credentials/status", views.credential_status, name="credential-status"),
    path("presentations/verify", views.verify_presentation, name="verify-presentation"),
    path("status/<slug:list_id>", views.status_list, name="status-list"),
]
