from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"
