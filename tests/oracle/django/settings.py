"""A plain Django project that serves the real Djoser.

In the environment: ORACLE_SECRET_KEY; ORACLE_DB_SOCKET, ORACLE_DB_NAME and
ORACLE_DB_USER, where MySQL is; ORACLE_SETTINGS, a JSON object that is laid
over what stands here (objects member by member, all else as a whole).
"""

import datetime
import json
import os

SECRET_KEY = os.environ["ORACLE_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "rest_framework.authtoken",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "djoser",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.mysql",
    "NAME": os.environ["ORACLE_DB_NAME"],
    "USER": os.environ["ORACLE_DB_USER"],
    "HOST": os.environ["ORACLE_DB_SOCKET"],
    "CONN_MAX_AGE": None,
    "OPTIONS": {"charset": "utf8mb4"},
}}

# The answers are compared, not the hashes: these cost nothing.
PASSWORD_HASHERS = ["hashers.Cheap"]

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DOMAIN = "example.com"
SITE_NAME = "Example"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework.authentication.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
    ],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
    ],
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator",
                 "MinimumLengthValidator",
                 "CommonPasswordValidator",
                 "NumericPasswordValidator")
]
DJOSER = {
    "ACTIVATION_URL": "activate/{uid}/{token}",
    "PASSWORD_RESET_CONFIRM_URL": "password/reset/confirm/{uid}/{token}",
    "USERNAME_RESET_CONFIRM_URL": "username/reset/confirm/{uid}/{token}",
}
SIMPLE_JWT = {}

for _name, _value in json.loads(os.environ["ORACLE_SETTINGS"]).items():
    if isinstance(_value, dict):
        globals()[_name] = {**globals()[_name], **_value}
    else:
        globals()[_name] = _value

for _name in SIMPLE_JWT:
    if _name.endswith("_LIFETIME"):
        SIMPLE_JWT[_name] = datetime.timedelta(seconds=SIMPLE_JWT[_name])
