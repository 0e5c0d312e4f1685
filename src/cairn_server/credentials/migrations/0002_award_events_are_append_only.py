"""Kept for its name: the guards are put up after every migration, by `journal/guarding.py`."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_initial")]

    operations = []
