"""
What alignments named moves under the host of its address, whatever name its author gave.

Taking it back leaves the rows where they are: the names that authors gave are not kept.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import migrations


def name_by_host(apps: Any, schema_editor: Any) -> None:
    frameworks = apps.get_model("frameworks", "CompetencyFramework")
    competencies = apps.get_model("frameworks", "Competency")
    named = {"source": "named", "organisation": None}
    for competency in competencies.objects.filter(framework__source="named").iterator():
        try:
            host = (urlsplit(competency.url).hostname or "").rstrip(".")
        except ValueError:
            host = ""
        home, _ = frameworks.objects.get_or_create(name=(host or "unknown")[:200], **named)
        if competency.framework_id != home.pk:
            competency.framework = home
            competency.save(update_fields=["framework"])
    left = frameworks.objects.filter(**named, competencies=None, occupations=None)
    left.delete()


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0005_named_frameworks_apart")]
    operations = [migrations.RunPython(name_by_host, migrations.RunPython.noop)]
