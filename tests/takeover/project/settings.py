"""A site as many are: Django with its admin, DRF, Djoser and simplejwt.

$TAKEOVER is a JSON object: secret, mail (a directory), database (socket, name,
user), and settings, which replace those that stand here (objects member by
member; to INSTALLED_APPS they are added, and LACKS are taken from it).
"""

import json
import os
from datetime import timedelta

from project import hashers

_given = json.loads(os.environ["TAKEOVER"])

SECRET_KEY = _given["secret"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "project.urls"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
MIGRATION_MODULES = {"accounts": "migrations_of_accounts"}
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "rest_framework",
    "rest_framework.authtoken",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "djoser",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
_socket, _name, _user = _given["database"]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.mysql",
    "HOST": _socket,
    "NAME": _name,
    "USER": _user,
    "OPTIONS": {"charset": "utf8mb4"},
}}
PASSWORD_HASHERS = hashers.PATHS
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator",
                 "MinimumLengthValidator",
                 "CommonPasswordValidator",
                 "NumericPasswordValidator")
]
EMAIL_BACKEND = "project.mail.Backend"
EMAIL_FILE_PATH = _given["mail"]
DOMAIN = "example.com"
SITE_NAME = "Example"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
DJOSER = {
    "SEND_ACTIVATION_EMAIL": True,
    "CREATE_SESSION_ON_LOGIN": True,
    "ACTIVATION_URL": "activate/{uid}/{token}",
    "PASSWORD_RESET_CONFIRM_URL": "password/reset/confirm/{uid}/{token}",
    "USERNAME_RESET_CONFIRM_URL": "username/reset/confirm/{uid}/{token}",
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=30),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "AUTH_TOKEN_CLASSES": [
        "rest_framework_simplejwt.tokens.AccessToken",
        "rest_framework_simplejwt.tokens.SlidingToken",
    ],
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"log": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["log"], "level": "WARNING"},
}

_lacks = _given["settings"].pop("LACKS", [])
for _name, _value in _given["settings"].items():
    if isinstance(_value, dict):
        _value = {**globals()[_name], **_value}
    elif _name == "INSTALLED_APPS":
        _value = INSTALLED_APPS + _value
    globals()[_name] = _value
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in _lacks]
