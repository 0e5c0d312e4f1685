from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "cairn_server.hub"
    label = "hub"
