from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cairn_server.site"
    label = "site"
