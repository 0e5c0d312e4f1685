"""What Cairn asks of django-allauth differently."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext

from cairn_server.accounts import guarding, guesting, signing_in
from cairn_server.accounts.models import LONGEST_EMAIL, Person
from cairn_server.accounts.passwords import SHORTEST_ALONE
from cairn_server.errors import AddressTaken


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are people with any number of verified addresses."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Check a password; after too many wrong ones in a row none is right any more."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is None:
            guarding.note_failure(email=credentials.get("email", ""))
            return None
        return person if guarding.note_success(person=person) else None

    def clean_email(self, email: str) -> str:
        """Refuse an address that is longer than any can be."""
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(
                gettext("An e-mail address has at most %d characters.") % LONGEST_EMAIL
            )
        return str(super().clean_email(email))

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Go back to the list of addresses, where the new one now stands as verified."""
        return reverse("account_email")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")

    def save_user(
        self, request: HttpRequest, user: Person, form: Any, commit: bool = True
    ) -> Person:
        """
        Keep who signs up.

        Raises:
            AddressTaken: if the same form came twice at once; the first has made the account.
        """
        made: Person = super().save_user(request, user, form, commit=False)
        if not commit:
            return made
        try:
            with transaction.atomic():  # without the slow hashing of the password
                made.save()
        except IntegrityError:
            raise AddressTaken(
                gettext("This was sent twice. Your account is there: sign in to go on")
            ) from None
        return made

    def set_password(self, person: Person, password: str) -> None:
        """Keep a new password; it opens a door that too many wrong ones had closed."""
        person.has_short_password = len(password) < SHORTEST_ALONE
        person.failed_sign_ins = 0
        super().set_password(person, password)

    def post_login(self, request: HttpRequest, user: Person, **options: Any) -> HttpResponse:
        """Tell who signed in, so that what their session's guest learned becomes theirs."""
        guest_id = guesting.release_guest(request)
        if guest_id is not None:
            signing_in.record_sign_in(person=user, guest_id=guest_id, at=now())
        response: HttpResponse = super().post_login(request, user, **options)
        return response
