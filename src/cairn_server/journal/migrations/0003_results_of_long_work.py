"""Progress gains a title, a result and an end. No work waited in it yet: it is made anew."""

import cairn_server.journal.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guard_event")]

    operations = [
        migrations.DeleteModel(name="Progress"),
        migrations.CreateModel(
            name="Progress",
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
                ("owner_id", models.UUIDField()),
                ("title", models.CharField(max_length=200)),
                ("back", models.CharField(max_length=300)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("result", models.JSONField(null=True)),
                ("failure", models.TextField(blank=True)),
                ("started_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "progress",
                "indexes": [
                    models.Index(fields=["owner_id", "-started_at"], name="progress_owner")
                ],
            },
        ),
    ]
