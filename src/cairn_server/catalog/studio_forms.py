"""
Reading what an editor of the studio sent, and showing a part in it.

Whatever was typed is kept: a number that cannot be read stays the text that stands there, and
the check of the draft says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cairn.exchange.pack import Finding
from cairn.exchange.pack_draft import Part
from cairn.exchange.slugs import Slugs
from cairn_server.catalog.studio_fields import Field, FieldKind, Group, Items

MAX_SEQUENCE = 2**31 - 1
MAX_ROWS = 200
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_WHOLE = re.compile(r"[-+]?\d{1,15}")
_DECIMAL = re.compile(r"[-+]?\d{0,15}[.,]\d{1,15}")


@dataclass(frozen=True, slots=True)
class ShownField:
    """A control with its value; `choices` are value, label and whether it is chosen."""

    id: str
    label: str
    help: str
    kind: FieldKind
    value: str
    choices: tuple[tuple[str, str, bool], ...]
    is_ticked: bool
    reloads: bool
    error: str

    @property
    def said(self) -> str:
        """What is stated, in words; "" for nothing, and for what only the form needs."""
        if self.kind is FieldKind.HIDDEN:
            return ""
        if self.kind in (FieldKind.CHECK, FieldKind.CHECK_OFF):
            return _("Yes") if self.is_ticked else _("No")
        if self.choices:
            return ", ".join(label for value, label, chosen in self.choices if chosen and value)
        return self.value


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a group; `is_kept` unless it is an empty one that is offered."""

    key: str
    items: tuple[ShownField | ShownGroup, ...]
    is_kept: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A list of rows; `member` is what the part calls it, `name` where in the form it is."""

    member: str
    name: str
    label: str
    help: str
    add: str
    rows: tuple[ShownRow, ...]

    @property
    def is_stated(self) -> bool:
        return any(row.is_kept for row in self.rows)


def cleaned(text: str) -> str:
    """Return a text with plain line ends and without characters that no file may hold."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", ""))


def sent_sequence(data: Mapping[str, str]) -> int:
    told = data.get("sequence", "")
    if not (told.isascii() and told.isdigit()):
        return 0
    return min(int(told[:12]), MAX_SEQUENCE)


def part_from(items: Items, data: QueryDict, before: Part) -> Part:
    """
    Return the part that was sent; members that the editor does not ask for stay as they were.

    A row that was emptied, or named by the button that removes it, is left out.
    """
    part = dict(before)
    removed = data.get("do", "").partition("remove:")[2]
    for item in items:
        if isinstance(item, Group):
            _put(part, item.name, _rows(item, data, "", removed))
        else:
            _put(part, item.name, _value(item, data, item.name))
    return part


def _rows(group: Group, data: QueryDict, prefix: str, removed: str) -> list[Part]:
    name = f"{prefix}{group.name}"
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-")
    numbers = {int(match[1]) for key in data if (match := pattern.match(key))}
    rows = []
    for number in sorted(numbers)[:MAX_ROWS]:
        row = _row(group, data, f"{name}-{number}", removed)
        is_empty = not [member for member in row if member not in ("id", *_defaults(group))]
        if not is_empty and f"{name}-{number}" != removed:
            rows.append(row)
    return _with_ids(group, rows)


def _defaults(group: Group) -> list[str]:
    """Return the members that say something in a row that nobody has filled."""
    kinds = (FieldKind.CHOICE, FieldKind.CHECK_OFF)
    return [one.name for one in group.fields if isinstance(one, Field) and one.kind in kinds]


def _row(group: Group, data: QueryDict, key: str, removed: str) -> Part:
    row: Part = {}
    for item in group.fields:
        if isinstance(item, Group):
            _put(row, item.name, _rows(item, data, f"{key}-", removed))
        else:
            _put(row, item.name, _value(item, data, f"{key}-{item.name}"))
    return row


def _with_ids(group: Group, rows: list[Part]) -> list[Part]:
    if not group.id_from:
        return rows
    slugs = Slugs()
    for row in rows:
        if row.get("id"):
            slugs.new(row["id"], "part")
    letters = (one for one in ascii_lowercase if all(row.get("id") != one for row in rows))
    for row in rows:
        if not row.get("id") and group.id_from == "*":
            row["id"] = next(letters, slugs.new("option", "option"))
        elif not row.get("id"):
            row["id"] = slugs.new(str(row.get(group.id_from, "")), group.name.removesuffix("s"))
    return [{"id": row["id"], **row} for row in rows]


def _value(field: Field, data: QueryDict, name: str) -> Any:
    match field.kind:
        case FieldKind.SEVERAL:
            known = [value for value, _label in field.choices]
            return [one for one in data.getlist(name) if one in known]
        case FieldKind.CHECK:
            return True if name in data else None
        case FieldKind.CHECK_OFF:
            return None if name in data else False
        case FieldKind.NUMBER:
            return number_of(data.get(name, ""))
        case FieldKind.LINES:
            return [one.strip() for one in cleaned(data.get(name, "")).split("\n") if one.strip()]
        case FieldKind.WORDS:
            return [one.strip() for one in cleaned(data.get(name, "")).split(",") if one.strip()]
        case FieldKind.TEXT:
            return cleaned(data.get(name, "")).strip("\n")
        case _:
            return _typed(field, " ".join(cleaned(data.get(name, "")).split()))


def _typed(field: Field, value: str) -> str | int:
    """Return a level as the number that it is."""
    is_level = field.kind is FieldKind.CHOICE and field.name == "level"
    return int(value) if is_level and value.isdigit() else value


def number_of(text: str) -> int | float | str | None:
    """Return the number in a text, None for an empty one; what is no number stays a text."""
    text = cleaned(text).strip()
    if not text:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return text[:100]


def _put(part: Part, name: str, value: Any) -> None:
    """Set a member, or take it away where nothing is stated; `a.b` is a member of a member."""
    outer, _dot, inner = name.partition(".")
    if inner:
        member = part.get(outer)
        nested = dict(member) if isinstance(member, dict) else {}
        _put(nested, inner, value)
        value, name = nested, outer
    if value in ("", None, [], {}) and value is not False:
        part.pop(name, None)
    else:
        part[name] = value


def shown_items(
    items: Items, part: Part, *, more: str = "", findings: Iterable[Finding] = ()
) -> list[ShownField | ShownGroup]:
    """
    Return the controls with what the part states.

    Args:
        more: the group, by its full name, that one empty row more is offered in.
        findings: what is wrong in the part; what names a field is told beside it.
    """
    told = [one.detail for one in findings]
    return [_shown(item, part, "", more, told) for item in items]


def _shown(
    item: Field | Group, part: Part, prefix: str, more: str, told: list[str]
) -> ShownField | ShownGroup:
    if isinstance(item, Field):
        return _shown_field(item, part, prefix, told)
    name = f"{prefix}{item.name}"
    found = part.get(item.name)
    kept = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    blank = max(item.blank - len(kept), int(more == name))
    rows = tuple(
        ShownRow(
            key := f"{name}-{number}",
            tuple(_shown(_own(one, row), row, f"{key}-", more, []) for one in item.fields),
            is_kept=number < len(kept),
        )
        for number, row in enumerate([*kept, *({} for _one in range(blank))])
    )
    return ShownGroup(item.name, name, item.label, item.help, item.add, rows)


def _own(item: Field | Group, row: Part) -> Field | Group:
    """Offer the levels of a criterion to say at which it is met."""
    if not isinstance(item, Field) or item.name != "met_at":
        return item
    levels = [(str(one.get("id")), str(one.get("title"))) for one in row.get("levels") or []]
    return replace(item, choices=[("", _("Choose …")), *levels])


def _shown_field(field: Field, part: Part, prefix: str, told: list[str]) -> ShownField:
    outer, _dot, inner = field.name.partition(".")
    value = part.get(outer)
    if inner:
        value = value.get(inner) if isinstance(value, dict) else None
    chosen = value if isinstance(value, list) else [value]
    choices = tuple((one, label, one in map(str, chosen)) for one, label in field.choices)
    return ShownField(
        id=f"{prefix}{field.name}",
        label=field.label,
        help=field.help,
        kind=field.kind,
        value=_as_text(field.kind, value),
        choices=_with_unknown(field, value, choices),
        is_ticked=value is not False if field.kind is FieldKind.CHECK_OFF else bool(value),
        reloads=field.reloads,
        error=_error(field, value, told),
    )


def _with_unknown(
    field: Field, value: Any, choices: tuple[tuple[str, str, bool], ...]
) -> tuple[tuple[str, str, bool], ...]:
    """Keep offering what is stated but no longer there, so that saving takes nothing away."""
    is_known = not value or any(chosen for _value, _label, chosen in choices)
    if field.kind is not FieldKind.CHOICE or is_known:
        return choices
    return ((str(value), str(value), True), *choices)


def _as_text(kind: FieldKind, value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return (", " if kind is FieldKind.WORDS else "\n").join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _error(field: Field, value: Any, told: list[str]) -> str:
    if field.kind is FieldKind.NUMBER and isinstance(value, str):
        return _("“%(text)s” is not a number. Write one like 5 or 2.5") % {"text": value}
    if f"{field.name.replace('_', ' ')} is missing" in told:
        return _("Needed before it can be published")
    place = f"front matter.{field.name}: "
    return next((one.removeprefix(place) for one in told if one.startswith(place)), "")


def differences(items: Items, mine: Part, other: Part) -> list[tuple[str, str]]:
    """Return what another copy states differently: label and its text, control by control."""
    found = []
    for item in items:
        name, label = item.name.partition(".")[0], item.label
        if mine.get(name) != other.get(name):
            found.append((label, _in_words(item, other)))
    return found


def _in_words(item: Field | Group, part: Part) -> str:
    shown = _shown(item, part, "", "", [])
    if isinstance(shown, ShownField):
        return shown.said
    rows = [_row_in_words(row) for row in shown.rows if row.is_kept]
    return "\n".join(rows)


def _row_in_words(row: ShownRow) -> str:
    told = []
    for item in row.items:
        if isinstance(item, ShownGroup):
            told += [_row_in_words(one) for one in item.rows if one.is_kept]
        elif item.value and item.kind is not FieldKind.HIDDEN:
            told.append(item.value)
    return "; ".join(told)
