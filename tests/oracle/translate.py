"""Django's settings in the words of portress.conf."""

import os

# What makes Portress do as Djoser does where it is more careful by default,
# or takes more.
MIMIC = {
    "mailed_link_format": "django",
    "activate_any_inactive": True,
    "logout_on_password_reset": False,
    "email_change": "direct",
    "email_changed_email_confirmation": False,
    "auth_header_types": ["Bearer"],
    "default_authentication_classes": [
        "JWTAuthentication", "TokenAuthentication"],
    "session_cookie_secure": False,
    "refresh_grace_period": 0,
    "refresh_reuse_detection": False,
}
VALIDATORS = {
    "UserAttributeSimilarityValidator": "similarity",
    "MinimumLengthValidator": "length",
    "CommonPasswordValidator": "common",
    "NumericPasswordValidator": "numeric",
}
# Settings of Django that are settings of an api.
PLAIN = ("PASSWORD_RESET_TIMEOUT",)
# Those that say nothing to Portress.
SILENT = ("MIDDLEWARE",)


def _last(name):
    return name.rpartition(".")[2]


def _validators(rows):
    yield "password_validators", [VALIDATORS[_last(row["NAME"])]
                                  for row in rows]
    for row in rows:
        for name, value in row.get("OPTIONS", {}).items():
            yield f"password_{name}", value


def _djoser(settings):
    for name, value in settings.items():
        if name == "PERMISSIONS":
            for key, classes in value.items():
                yield f"permission_{key}", [_last(one) for one in classes]
        elif name == "TOKEN_MODEL":
            yield "token_model", "none" if value is None else _last(value)
        else:
            yield name.lower(), value


def _key_file(name, pem, directory):
    path = os.path.join(directory, name)
    with open(path, "w", opener=lambda path, flags:
              os.open(path, flags, 0o600)) as file:
        file.write(pem)
    return path


def _simple_jwt(settings, directory):
    for name, value in settings.items():
        name = name.lower()
        if name.endswith("ing_key") and "-----BEGIN" in value:
            yield f"{name}_file", _key_file(name, value, directory)
        elif name.endswith("_serializer"):
            yield name, _last(value)
        elif name.endswith("_classes"):
            yield name, [_last(one) for one in value]
        elif value is None:
            yield name, ""
        else:
            yield name, value


def _of_group(settings, directory):
    for name, value in settings.items():
        if name == "DJOSER":
            yield from _djoser(value)
        elif name == "SIMPLE_JWT":
            yield from _simple_jwt(value, directory)
        elif name == "REST_FRAMEWORK":
            for key, classes in value.items():
                yield key.lower(), [_last(one) for one in classes]
        elif name == "AUTH_PASSWORD_VALIDATORS":
            yield from _validators(value)
        elif name in PLAIN:
            yield name.lower(), value
        elif name not in SILENT:
            raise KeyError(name)


def written(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "{ " + ", ".join(map(written, value)) + " }"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def configuration(settings, known, directory):
    """The text; and the group's settings that Portress does not know."""
    mimic = {name: value for name, value in MIMIC.items() if name in known}
    own = dict(_of_group(settings, directory))
    rows = {**mimic, **own}
    text = "".join(f"\t{name} = {written(value)}\n"
                   for name, value in rows.items() if name in known)
    return (f'api "djoser" {{\n\tprefix = "/auth/"\n{text}}}\n',
            [name for name in own if name not in known])
