"""
The one strict reader of JSON, YAML, CSV, XML and Excel tables: all that comes from outside passes
here.

Each reader is loaded when it is first asked for: most of those who read JSON never read YAML,
and a command should not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cairn.reading.csv import CsvRow, csv_lines, read_csv
    from cairn.reading.json import read_json
    from cairn.reading.xlsx import read_xlsx
    from cairn.reading.xml import read_xml
    from cairn.reading.yaml import read_yaml
else:
    _HOMES = {
        "CsvRow": "csv",
        "csv_lines": "csv",
        "read_csv": "csv",
        "read_json": "json",
        "read_xlsx": "xlsx",
        "read_xml": "xml",
        "read_yaml": "yaml",
    }

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["CsvRow", "csv_lines", "read_csv", "read_json", "read_xlsx", "read_xml", "read_yaml"]
