"""What a unit names to read further, so that it leaves as it came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_credentials_of_other_issuers"),
    ]

    operations = [
        migrations.AddField(
            model_name="unitversion",
            name="resources",
            field=models.JSONField(default=list),
        ),
    ]
