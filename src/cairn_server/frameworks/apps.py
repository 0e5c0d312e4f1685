from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "cairn_server.frameworks"
    label = "frameworks"
