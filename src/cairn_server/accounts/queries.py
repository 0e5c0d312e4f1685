"""Reads about people and organisations."""

from __future__ import annotations

from cairn_server.accounts.models import Person, Role


def role_names(person: Person) -> frozenset[str]:
    """Return every role that `person` holds in any organisation today. One query."""
    roles = Role.objects.filter(membership__person=person, membership__until=None)
    return frozenset(roles.values_list("name", flat=True))
