"""The one strict reader of JSON, YAML, CSV and XML: all that comes from outside passes here."""

from cairn.reading.csv import CsvRow, csv_lines, read_csv
from cairn.reading.json import read_json
from cairn.reading.xml import read_xml
from cairn.reading.yaml import read_yaml

__all__ = ["CsvRow", "csv_lines", "read_csv", "read_json", "read_xml", "read_yaml"]
