"""Computing memories again from the reviews that they are made of."""

from __future__ import annotations

from django.db import transaction

from cairn.scheduling import fsrs
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import Item
from cairn_server.learning import queries
from cairn_server.learning.models import Memory


def rebuild_memories(*, person: Person, save: bool = True) -> int:
    """Replay the reviews of `person`; return how many memories were wrong or missing."""
    stored = queries.states_by_item(person)
    recalls = queries.recalls_by_item(person)
    wrong = [
        item_id
        for item_id in stored.keys() | recalls.keys()
        if stored.get(item_id) != fsrs.replay(recalls.get(item_id, []))
    ]
    if save:
        for item in Item.objects.filter(pk__in=wrong):
            rebuild_memory(person=person, item=item)
    return len(wrong)


@transaction.atomic
def rebuild_memory(*, person: Person, item: Item) -> None:
    """Replay one item under the lock that a review takes, so that none is lost meanwhile."""
    memory, _ = Memory.objects.select_for_update().get_or_create(person=person, item=item)
    memory.state = fsrs.replay(queries.recalls(person, item))
    memory.save()
