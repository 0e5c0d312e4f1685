"""Removing a passkey, unless a short password would then stand alone."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.forms import Form
from django.http import HttpResponse


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """As allauth's, which asks only before it removes an authenticator app."""

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.error_messages["cannot_delete_authenticator"])
            answer: HttpResponse = self.form_invalid(form)
            answer.status_code = 409
            return answer
        removed: HttpResponse = super().form_valid(form)
        return removed


remove_passkey = RemovePasskeyView.as_view()
