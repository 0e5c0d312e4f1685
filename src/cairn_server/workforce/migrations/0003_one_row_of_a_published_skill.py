"""
A skill of ESCO or O*NET that alignments named by another scheme becomes one with the skill itself.

Only what alignments named moves; each row that pointed there keeps its id and level. Taking it
back leaves the rows where they are: nothing tells any more which scheme an author wrote.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

WRITTEN = (  # how some write what the publisher writes otherwise
    ("https://data.europa.eu/esco/", "http://data.europa.eu/esco/"),
    ("http://www.onetonline.org/", "https://www.onetonline.org/"),
    ("http://onetonline.org/", "https://www.onetonline.org/"),
    ("https://onetonline.org/", "https://www.onetonline.org/"),
)


def join_rows(apps: Any, schema_editor: Any) -> None:
    competencies = apps.get_model("frameworks", "Competency").objects
    for written, published in WRITTEN:
        named = competencies.filter(url__startswith=written, framework__source="named")
        for strange in named.iterator():
            url = published + strange.url.removeprefix(written)
            skill = competencies.filter(url=url).first()
            if skill is None:
                strange.url = url
                strange.save(update_fields=["url"])
                continue
            _point(apps.get_model("catalog", "Alignment"), "version", strange, skill)
            _point(apps.get_model("workforce", "RoleNeed"), "work_role", strange, skill)
            strange.delete()


def _point(table: Any, holder: str, strange: Any, skill: Any) -> None:
    """Let what points at `strange` point at `skill`; whoever points at both keeps the latter."""
    both = table.objects.filter(competency=skill).values(holder)
    rows = table.objects.filter(competency=strange)
    rows.filter(**{f"{holder}__in": both}).delete()
    rows.update(competency=skill)


class Migration(migrations.Migration):
    dependencies = [
        ("workforce", "0002_kept_by_recall"),
        ("catalog", "0008_stated_frameworks"),
        ("frameworks", "0006_name_frameworks_by_host"),
    ]
    operations = [migrations.RunPython(join_rows, migrations.RunPython.noop)]
