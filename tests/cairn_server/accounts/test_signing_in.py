from __future__ import annotations

from cairn_server.accounts.models import Person
from cairn_server.accounts.signing_in import record_sign_in
from cairn_server.journal.models import Event
from tests.moments import MONDAY


def test_the_journal_tells_whose_guest_it_was(ada):
    guest = Person.objects.create(kind="guest")

    record_sign_in(person=ada, guest_id=guest.pk, at=MONDAY)

    event = Event.objects.get(kind="person.signed_in")
    assert (event.owner_id, event.data) == (ada.pk, {"guest": str(guest.pk)})
