"""
What members could do until a moment: noted from now on, and read once from what was recorded.

Of a membership that was changed the journal has the roles after each change.
"""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import cairn_server.journal.ids


def read_journal(apps: Any, schema_editor: Any) -> None:
    former = apps.get_model("accounts", "FormerRole")
    held_before: dict[uuid.UUID, set[str]] = {}
    found = []
    events = apps.get_model("journal", "Event").objects.filter(kind="membership.changed")
    known = set(apps.get_model("accounts", "Membership").objects.values_list("pk", flat=True))
    for event in events.order_by("pk").iterator():
        now_held = set(event.data.get("roles", ()))
        for name in held_before.get(event.about_id, set()) - now_held:
            if event.about_id in known:
                found.append(former(membership_id=event.about_id, name=name, until=event.at))
        held_before[event.about_id] = now_held
    former.objects.bulk_create(found, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_extra_time"),
        ("journal", "0004_one_guard_of_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerRole",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=cairn_server.journal.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("author", "Author"),
                            ("evaluator", "Evaluator"),
                            ("manager", "Manager"),
                            ("issuer", "Issuer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("until", models.DateTimeField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_roles",
                        to="accounts.membership",
                    ),
                ),
            ],
        ),
        migrations.RunPython(read_journal, migrations.RunPython.noop),
    ]
