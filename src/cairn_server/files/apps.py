from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "cairn_server.files"
    label = "files"
