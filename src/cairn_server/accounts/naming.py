"""What the name of a person may hold: it stands in mails, files and credentials, on one line."""

from __future__ import annotations

from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BREAKING = {"Cc", "Zl", "Zp"}
"""Unicode's categories of control characters and of separators of lines and paragraphs."""


def is_one_line(name: str) -> bool:
    """Tell whether a name holds neither a line break nor another control character."""
    return not any(category(character) in BREAKING for character in name)


def validate_name(name: str) -> None:
    """
    Refuse a name that is not one line.

    Raises:
        ValidationError: saying so.
    """
    if not is_one_line(name):
        raise ValidationError(_("A name is one line, without control characters"))
