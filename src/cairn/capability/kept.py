"""
Until when recall has kept current what somebody has shown.

What fades after a credential is mostly what one knows; recall measures just that, day by day. So
currency is counted from the award or from the last day on which recall showed that at least half
of what was to be known was still there, whichever is later. "Still there" is what FSRS calls a
retrievability of at least 0.9, after an answer that was right; the forecast alone counts nothing.
The level stays what it was shown at, and no credential lasts longer for it: recall is no
performance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

RECALLED = 0.9  # retrievability from which an item counts as known
FEWEST = 3  # items that have to be known, where there are as many


@dataclass(frozen=True, slots=True)
class LastRecall:
    """
    The last recall of one item.

    Args:
        stability_days: of the memory after it: so long retrievability stays at 0.9 or above.
        is_right: whether it was a success: hard, good or easy.
    """

    at: datetime
    stability_days: float
    is_right: bool

    def is_known_at(self, moment: datetime) -> bool:
        """
        Return whether the item was recalled by then, with a retrievability of 0.9 or more.

        Retrievability is 0.9 when as many whole days have gone by as the stability has.
        """
        return self.is_right and 0 <= (moment - self.at).days <= self.stability_days


def needed_of(items: int) -> int:
    """Return how many of so many items have to be known: half of them, and no fewer than three."""
    return min(max(-(-items // 2), FEWEST), items)


def kept_at(recalls: Iterable[LastRecall], *, items: int, until: datetime) -> datetime | None:
    """
    Return the moment of the last recall by which enough of `items` were known at once.

    None if there never was one that can be told. Only the last recall of each item is asked, so
    that an earlier moment may be passed over; a later one is never made up.

    Args:
        recalls: the last of each item that was answered, none later than `until` counts.
        items: how many there are, answered or not.
    """
    known = [one for one in recalls if one.is_right and one.at <= until]
    needed = needed_of(items)
    if not needed or len(known) < needed:
        return None
    for moment in sorted({one.at for one in known}, reverse=True):
        if sum(one.is_known_at(moment) for one in known) >= needed:
            return moment
    return None
