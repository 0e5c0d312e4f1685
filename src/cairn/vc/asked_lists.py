"""
The status lists of one asking: each is opened and judged once, however many credentials name it.

A record or a presentation may hold two hundred credentials with one list of a megabyte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.errors import StatusListInvalid
from cairn.vc.checks_status import ListVerdict
from cairn.vc.published_list import list_in


@dataclass(slots=True, eq=False)
class AskedLists:
    """
    What came of the lists that were asked for, by their place in memory.

    It belongs to one question: one moment, one list of trust, one way of asking for keys. Lists
    are kept with it, so that their places stay their own.
    """

    _opened: dict[int, tuple[object, Mapping[str, Any] | StatusListInvalid]] = field(
        default_factory=dict
    )
    _judged: dict[int, tuple[object, ListVerdict]] = field(default_factory=dict)

    def opened(self, found: Mapping[str, Any]) -> Mapping[str, Any]:
        """
        Return the list itself, out of its envelope if it has one; nothing of it is believed.

        Raises:
            StatusListInvalid: as `cairn.vc.published_list.list_in`, each time.
        """
        before = self._opened.get(id(found))
        if before is None:
            before = self._opened[id(found)] = found, _opened(found)
        if isinstance(before[1], StatusListInvalid):
            raise before[1]
        return before[1]

    def verdict(
        self, found: Mapping[str, Any], judge: Callable[[Mapping[str, Any]], ListVerdict]
    ) -> ListVerdict:
        """Return what `judge` says of a list, which it is asked once."""
        before = self._judged.get(id(found))
        if before is None:
            before = self._judged[id(found)] = found, judge(found)
        return before[1]


def _opened(found: Mapping[str, Any]) -> Mapping[str, Any] | StatusListInvalid:
    try:
        return list_in(found)
    except StatusListInvalid as error:
        return error
