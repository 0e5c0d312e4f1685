"""Closing an account to passwords after too many wrong ones in a row."""

from __future__ import annotations

from django.db.models import F

from cairn_server.accounts.models import Person

MOST_FAILURES = 100


def note_failure(*, email: str) -> None:
    """Count a wrong password for whoever signs in with `email`, if anybody does."""
    people = Person.objects.filter(emailaddress__email__iexact=email).values("pk")
    Person.objects.filter(pk__in=people, failed_sign_ins__lt=MOST_FAILURES).update(
        failed_sign_ins=F("failed_sign_ins") + 1
    )


def note_success(*, person: Person) -> bool:
    """
    Forget the failures before a right password; False if there were too many.

    Then only a new password helps, which is asked for by mail.

    Source:
        NIST SP 800-63B-4, section 3.2.2: no more than 100 consecutive failures.
    """
    if person.failed_sign_ins == 0:
        return True
    open_ones = Person.objects.filter(pk=person.pk, failed_sign_ins__lt=MOST_FAILURES)
    return open_ones.update(failed_sign_ins=0) == 1
