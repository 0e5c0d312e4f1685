"""The settings of the tests: those of the platform, in a home of their own, quick and quiet."""

import atexit
import os
import shutil
import tempfile

os.environ["CAIRN_HOME"] = tempfile.mkdtemp(prefix="cairn-")
os.environ.pop("CAIRN_DEMO", None)

from cairn_server.site.settings import *  # noqa: F403  # the environment comes first
from cairn_server.site.settings import CAIRN_HOME, DATABASES  # the names that are changed below

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # a file, as in real use: threads then meet each other's locks as they would
    DATABASES["default"]["TEST"] = {"NAME": CAIRN_HOME / "test.sqlite3"}
    # a killed process loses nothing by it, only a machine without power would
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
atexit.register(shutil.rmtree, CAIRN_HOME, ignore_errors=True)
