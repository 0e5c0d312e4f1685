from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "cairn_server.catalog"
    label = "catalog"
