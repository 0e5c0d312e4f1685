"""Let the competencies that alignments named be found by search."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import migrations

WORD = re.compile(r"[^\W_]+[+#]*")


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(one for one in plain if not unicodedata.combining(one)))


def fill(apps: Any, schema_editor: Any) -> None:
    competencies = apps.get_model("frameworks", "Competency").objects
    for one in competencies.filter(search_text="").iterator():
        words = words_of(one.name)
        one.name_key = " ".join(words)[:300]
        one.search_text = "".join(f" {word}" for word in dict.fromkeys(words))
        one.save(update_fields=["name_key", "search_text"])


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0003_imported_frameworks")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
