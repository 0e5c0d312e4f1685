"""The one guarded fetcher: the only place of the library that asks the network."""

from cairn.fetching.fetcher import Fetched, GuardedFetcher, Offline
from cairn.fetching.sparing import sparing

__all__ = ["Fetched", "GuardedFetcher", "Offline", "sparing"]
