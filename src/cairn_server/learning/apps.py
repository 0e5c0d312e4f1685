from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "cairn_server.learning"
    label = "learning"
