# Prints, as JSON, what Portress wants to know of a Django project:
#
#   (umask 077; portress adopt --script | python manage.py shell >settings.json)
#
# That file has the site's secrets in it. Nothing is changed.

def portress_dump():
    import datetime
    import json

    import django
    from django.apps import apps
    from django.conf import settings
    from django.contrib.auth import get_user_model, hashers
    from django.db import DatabaseError, models
    from django.db.models import signals
    from django.urls import get_resolver
    from django.utils import timezone

    WANTED = (
        "ACCOUNT_", "ALLOWED_HOSTS", "AUTH", "CORS_", "CSRF_", "DATABASES",
        "DEFAULT_FROM_EMAIL", "DJOSER", "DOMAIN", "EMAIL_", "INSTALLED_APPS",
        "LANGUAGE_CODE", "PASSWORD_", "PROTOCOL", "REST_AUTH", "REST_FRAMEWORK",
        "REST_USE_JWT", "SECRET_KEY", "SESSION_", "SIMPLE_JWT", "SITE_",
        "TIME_ZONE", "USE_TZ", "JWT_AUTH_", "OLD_PASSWORD_FIELD_ENABLED")

    def dotted(thing):
        return "%s.%s" % (thing.__module__, thing.__qualname__)

    def plain(value):
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, datetime.timedelta):
            return value.total_seconds()
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        if isinstance(value, dict):
            return {str(key): plain(value[key]) for key in value}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [plain(each) for each in value]
        if callable(value) and hasattr(value, "__qualname__"):
            return dotted(value)
        return str(value)

    def initial(field):
        """What stands in a new row: {"value": ...}, {"code": ...} or {}."""
        default = field.default
        if default is timezone.now or getattr(field, "auto_now", False) or \
                getattr(field, "auto_now_add", False):
            return {"value": "now"}
        if default is models.NOT_PROVIDED:
            is_text = isinstance(field, (models.CharField, models.TextField,
                                         models.FileField))
            return {"value": ""} if is_text and not field.null else {}
        if default in (dict, list):
            return {"value": "{}" if default is dict else "[]"}
        if callable(default):
            return {"code": plain(default)}
        return {"value": plain(default)}

    def is_optional(field):
        """Whether the database takes a row that says nothing of it."""
        return field.null or getattr(field, "generated", False) or getattr(
            field, "db_default", models.NOT_PROVIDED) \
            is not models.NOT_PROVIDED

    def kind(field):
        """The class of Django's that it is of or derived from."""
        if field.is_relation:
            return kind(field.target_field)
        return next(one.__name__ for one in type(field).__mro__
                    if one.__module__.startswith("django.db.models."))

    def about_field(field):
        return {
            "name": field.name, "column": field.column,
            "type": kind(field), "null": is_optional(field),
            "blank": field.blank, "unique": field.unique,
            "length": field.max_length, "table": field.model._meta.db_table,
            "default": field.has_default(), "initial": initial(field)}

    def references(model):
        """What names rows of this model's table."""
        return [
            rel for rel in model._meta.get_fields(include_hidden=True)
            if rel.auto_created and not rel.concrete and
            (rel.one_to_many or rel.one_to_one) and
            rel.field.model._meta.managed and not rel.field.model._meta.proxy]

    def about_related(model, way=()):
        """What hangs on an account: what is farthest from it comes first. The
        way is that of the references from this model's table to it."""
        found = []
        for rel in references(model):
            field, deletes = rel.field, getattr(rel.on_delete, "__name__", "?")
            over = "=".join(
                "%s.%s.%s" % (one.model._meta.db_table, named, one.column)
                for named, one in zip(
                    [field.target_field.column] +
                    [one.target_field.column for one in way], way))
            known = field in way or len(way) == 7
            if deletes == "CASCADE" and not known:
                found += about_related(field.model, (field,) + way)
            found.append({"table": field.model._meta.db_table,
                          "column": field.column, "over": over,
                          "deletes": "deeper" if known else deletes})
        return found

    def is_code(user, name):
        """Whether it is neither a column nor the same for all accounts."""
        columns = [one.name for one in user._meta.concrete_fields]
        return name not in columns and not isinstance(
            getattr(user, name, False), bool)

    def about_user():
        user = get_user_model()
        return {
            "model": user._meta.label, "table": user._meta.db_table,
            "key": user._meta.pk.name, "username": user.USERNAME_FIELD,
            "email": user.get_email_field_name(),
            "required": list(user.REQUIRED_FIELDS),
            "fields": [about_field(one) for one in user._meta.concrete_fields],
            "code": [name for name in ("is_active", "is_staff",
                                       "is_superuser") if is_code(user, name)],
            "related": about_related(user),
            "heard": [name for name in ("pre_save", "post_save", "pre_delete",
                                        "post_delete")
                      if getattr(signals, name).has_listeners(user)]}

    def about_serializers():
        """Names of what Djoser's, or the project's own, show or take."""
        found = {}
        for name in ("user", "current_user", "user_create",
                     "user_create_password_retype"):
            try:
                from djoser.conf import settings as djoser
                serializer = getattr(djoser.SERIALIZERS, name)()
                found[name] = [each.source
                               for each in serializer.fields.values()]
            except Exception:  # code of the project's can do anything
                pass
        return found

    def about_hashers():
        made = []
        for each in hashers.get_hashers():
            made.append({
                "algorithm": each.algorithm, "class": dotted(type(each)),
                "rounds": plain(getattr(each, "iterations", None))})
        return made

    def about_views(patterns, before=""):
        """All routes; made_of: which of Djoser's or the like it is."""
        found = []
        for each in patterns:
            route = before + str(each.pattern).lstrip("^")
            if hasattr(each, "url_patterns"):
                found += about_views(each.url_patterns, route)
                continue
            view = getattr(each.callback, "cls", None) or \
                getattr(each.callback, "view_class", None)
            bases = [dotted(one) for one in getattr(view, "__mro__", ())]
            theirs = [one for one in bases if one.startswith((
                "djoser.", "rest_framework_simplejwt.", "dj_rest_auth.",
                "rest_framework.authtoken."))]
            found.append({"route": route, "name": each.name or "",
                          "view": bases[0] if bases else "",
                          "made_of": theirs[0] if theirs else None})
        return found

    dump = {"portress": 1, "django": django.get_version()}
    dump["settings"] = {
        name: plain(getattr(settings, name)) for name in dir(settings)
        if name.isupper() and name.startswith(WANTED) and
        settings.is_overridden(name)}
    dump["settings"]["DATABASES"] = {
        "default": plain(settings.DATABASES["default"])}
    for name in ("SECRET_KEY", "TIME_ZONE", "USE_TZ", "AUTH_USER_MODEL"):
        dump["settings"][name] = plain(getattr(settings, name))
    dump["user"] = about_user()
    dump["user"]["serialized"] = about_serializers()
    dump["hashers"] = about_hashers()
    dump["views"] = about_views(get_resolver().url_patterns)
    if apps.is_installed("django.contrib.sites"):
        from django.contrib.sites.models import Site
        try:
            site = Site.objects.get(pk=getattr(settings, "SITE_ID", 1))
            dump["site"] = {"domain": site.domain, "name": site.name}
        except (Site.DoesNotExist, DatabaseError):
            pass
    print("\n" + json.dumps(dump))


portress_dump()
