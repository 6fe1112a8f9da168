"""Users as sites make them: found by their address, with a UUID for a key, and
with columns of their own that the database gives no default."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **others):
        user = self.model(email=self.normalize_email(email), **others)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4,
                          editable=False)
    email = models.EmailField(unique=True)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=8, default="en")
    motto = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True, null=True, unique=True)
    created = models.DateTimeField(default=timezone.now)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["country"]


class Order(models.Model):
    buyer = models.ForeignKey(User, models.CASCADE)
    follows = models.ForeignKey("self", models.CASCADE, null=True)


class Item(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)


class Note(models.Model):
    """Notes on items are written by one account and stay without it."""
    item = models.ForeignKey(Item, models.CASCADE)
    writer = models.ForeignKey(User, models.SET_NULL, null=True)
