"""Django's settings. What an installation may choose is in `environment.py`, nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from cairn import __version__
from cairn_server.site.environment import Environment

django_stubs_ext.monkeypatch()

ENVIRONMENT = Environment()
CAIRN_HOME = ENVIRONMENT.home
CAIRN_DEMO = ENVIRONMENT.demo
CAIRN_BASE_URL = ENVIRONMENT.address
CAIRN_FETCH_ALLOW = frozenset(filter(None, ENVIRONMENT.fetch_allow.split(",")))
CAIRN_CONTEXTS = ENVIRONMENT.contexts
CAIRN_TRUST = ENVIRONMENT.trust_lists
CAIRN_ISSUING = ENVIRONMENT.issuing
CAIRN_VC_API = ENVIRONMENT.vc_api
CAIRN_RELEASE = __version__
CAIRN_HANDLERS = "cairn_server.site.handlers.HANDLERS"

SECRET_KEY = ENVIRONMENT.secret()
DEBUG = False
_ADDRESS = urlsplit(CAIRN_BASE_URL)
_IS_SECURE = _ADDRESS.scheme == "https"
ALLOWED_HOSTS = sorted({_ADDRESS.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [CAIRN_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "cairn_server.journal",
    "cairn_server.files",
    "cairn_server.accounts",
    "cairn_server.frameworks",
    "cairn_server.catalog",
    "cairn_server.learning",
    "cairn_server.assessment",
    "cairn_server.credentials",
    "cairn_server.portfolio",
    "cairn_server.workforce",
    "cairn_server.interop",
    "cairn_server.hub",
    "cairn_server.site",
    "allauth",  # after ours, whose templates come first
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cairn_server.site.browser_security.BrowserSecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cairn_server.accounts.presence.PresenceMiddleware",
    "cairn_server.site.refusals.RefusalMiddleware",
    "cairn_server.site.local_time.LocalTimeMiddleware",
]

ROOT_URLCONF = "cairn_server.site.urls"
WSGI_APPLICATION = "cairn_server.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cairn_server.site.page_context.page_context",
            ],
            "builtins": ["django.templatetags.i18n", "cairn_server.site.templatetags.cairn"],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CAIRN_HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},  # limits of attempts must outlive a flood of addresses
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "cairn_server.accounts.passwords.LengthValidator"},
    {"NAME": "cairn_server.accounts.passwords.CommonValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "hub:today"
LOGOUT_REDIRECT_URL = "hub:home"

ACCOUNT_ADAPTER = "cairn_server.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "cairn_server.accounts.forms.SignUpName"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # else sign-up would tell which addresses are known
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # passkey sign-up asks for it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "signup": "cairn_server.accounts.password_forms.SignUpForm",
    "add_email": "cairn_server.accounts.password_forms.AddAddressForm",
    "reset_password": "cairn_server.accounts.password_forms.ForgottenPasswordForm",
    "set_password": "cairn_server.accounts.password_forms.SetPasswordForm",
    "change_password": "cairn_server.accounts.password_forms.ChangePasswordForm",
    "reset_password_from_key": "cairn_server.accounts.password_forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_ADAPTER = "cairn_server.accounts.mfa_adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "cairn_server.accounts.passkey_forms.AddForm",
    "signup_webauthn": "cairn_server.accounts.passkey_forms.SignUpForm",
    "login_webauthn": "cairn_server.accounts.passkey_forms.LoginForm",
    "authenticate_webauthn": "cairn_server.accounts.passkey_forms.AuthenticateForm",
    "reauthenticate_webauthn": "cairn_server.accounts.passkey_forms.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Cairn"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a further address may be added beside a second factor
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _IS_SECURE

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
FORMAT_MODULE_PATH = ["cairn_server.site.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = CAIRN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = CAIRN_HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

EMAIL_BACKEND = "cairn_server.site.mailing.MailBackend"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _IS_SECURE else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"cairn": {"level": "INFO"}},
}
CSRF_FAILURE_VIEW = "cairn_server.site.views.csrf_failure"
