"""Reading the members of a mapping that came from outside: right types, no unknown names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cairn.errors import MalformedInput

LARGEST_NUMBER = 1e15


class Members:
    """
    A mapping and the place where it stands, such as `rubric.criteria[2]`.

    Every method raises MalformedInput, naming the place, if a member is not what it should be.
    """

    def __init__(self, value: object, where: str, allowed: Sequence[str]) -> None:
        if not isinstance(value, Mapping):
            raise MalformedInput(f"{where}: must be a mapping")
        if unknown := [str(name) for name in value if name not in allowed]:
            names, known = ", ".join(unknown), ", ".join(allowed)
            raise MalformedInput(f"{where}: there is no member {names}; known are {known}")
        self.where = where
        self._value = value

    def __contains__(self, name: str) -> bool:
        return self._value.get(name) is not None

    def value(self, name: str) -> object:
        """Return a member as it stands; None if it is missing."""
        return self._value.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; one without a default must not be empty."""
        value = self._value.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._wrong(name, "must be a text")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false; false if it is missing."""
        value = self._value.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, "must be true or false")
        return value

    def number(
        self,
        name: str,
        default: float | None = None,
        *,
        low: float = -LARGEST_NUMBER,
        high: float = LARGEST_NUMBER,
    ) -> float:
        value = self._value.get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise self._wrong(name, f"must be a number from {low:g} to {high:g}")

    def whole(self, name: str, default: int | None = None, *, low: int = 0, high: int) -> int:
        value = self._value.get(name, default)
        if type(value) is not int or not low <= value <= high:
            raise self._wrong(name, f"must be a whole number from {low} to {high}")
        return value

    def entries(self, name: str, *, required: bool = False) -> list[tuple[object, str]]:
        """Return the entries of a list, each with the place where it stands."""
        value = self._value.get(name, [])
        if not isinstance(value, list | tuple) or (required and not value):
            raise self._wrong(name, f"must be a list{' with at least one entry' * required}")
        return [(entry, f"{self.where}.{name}[{n}]") for n, entry in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        found = self.entries(name)
        for entry, where in found:
            if not isinstance(entry, str) or not entry.strip():
                raise MalformedInput(f"{where}: must be a text")
        return tuple(str(entry) for entry, _ in found)

    def _wrong(self, name: str, what: str) -> MalformedInput:
        state = "" if name in self._value else ", and is missing"
        return MalformedInput(f"{self.where}.{name}: {what}{state}")


def refuse_twice(ids: Sequence[str], where: str) -> None:
    """Raise MalformedInput if an id occurs twice."""
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise MalformedInput(f"{where}: {', '.join(twice)} is used twice")
