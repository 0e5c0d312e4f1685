from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credentials", "0010_renewals")]

    operations = [
        migrations.AddField(
            model_name="credential",
            name="held_up_by",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
