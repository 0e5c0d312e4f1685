from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("credentials", "0003_issuers_partners_and_award_files"),
    ]

    operations = [
        migrations.RenameField(model_name="awardfile", old_name="task_id", new_name="work_id"),
    ]
