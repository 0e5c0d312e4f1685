from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "cairn_server.interop"
    label = "interop"
