from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credentials", "0009_suspensions")]

    operations = [
        migrations.AddField(
            model_name="endorsement",
            name="accepted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="declined_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(declined_at=None),
                name="endorsement_answered_one_way",
            ),
        ),
    ]
