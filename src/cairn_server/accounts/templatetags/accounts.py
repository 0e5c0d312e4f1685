"""Drawing a control so that its help and its errors belong to it."""

from __future__ import annotations

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def described(field: BoundField) -> SafeString:
    """Return the control of `field`, tied to its help and errors by `aria-describedby`."""
    attributes: dict[str, str | bool] = {}
    described_by = []
    if field.help_text:
        described_by.append(f"{field.auto_id}_helptext")
    if field.errors:
        described_by.append(f"{field.auto_id}_error")
        attributes["aria-invalid"] = "true"
    if described_by:
        attributes["aria-describedby"] = " ".join(described_by)
    return field.as_widget(attrs=attributes)


@register.filter
def is_check(field: BoundField) -> bool:
    """Tell whether `field` is one box to tick, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)
