"""The form that brings in an organisation's own framework."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.frameworks.model import Framework

MAX_CSV_BYTES = 1 << 20


class FrameworkFileForm(forms.Form):
    """A name and a file; its text comes back when what it would do is confirmed."""

    name = forms.CharField(
        label=_("Name of the framework"),
        max_length=200,
        help_text=_("The name of one that is there brings in its next version."),
        widget=forms.TextInput(attrs={"list": "known-frameworks", "autocomplete": "off"}),
    )
    version = forms.CharField(
        label=_("Version"),
        max_length=40,
        required=False,
        help_text=_("However you count; may stay empty."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(label=_("CSV file"), required=False, allow_empty_file=False)
    text = forms.CharField(
        required=False, max_length=MAX_CSV_BYTES, strip=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text")
        if file is not None and file.size > MAX_CSV_BYTES:
            self.add_error("file", _("The file is larger than 1 MiB: split it."))
        elif file is None and not text and "file" not in self.errors:
            self.add_error("file", _("Choose a file first."))
        return data

    @property
    def content(self) -> bytes:
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()

    def told(self) -> Framework:
        """Return what the form says of the framework."""
        return Framework(self.cleaned_data["name"], self.cleaned_data["version"])
