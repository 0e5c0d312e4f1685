from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "cairn_server.workforce"
    label = "workforce"
