"""The entry point of the web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn_server.site.settings")
application = get_wsgi_application()

from cairn_server.site.warming import warm  # noqa: E402  # Django stands from here on

warm()
