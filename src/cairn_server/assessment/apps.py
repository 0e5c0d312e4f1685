from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "cairn_server.assessment"
    label = "assessment"
