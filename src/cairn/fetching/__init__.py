"""The one guarded fetcher: the only place of the library that asks the network."""

from cairn.fetching.fetcher import Fetched, GuardedFetcher, Offline

__all__ = ["Fetched", "GuardedFetcher", "Offline"]
