from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "cairn_server.portfolio"
    label = "portfolio"
