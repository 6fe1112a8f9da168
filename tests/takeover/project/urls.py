from django.apps import apps
from django.contrib import admin
from django.urls import include, path
from rest_framework_simplejwt import views

urlpatterns = [
    path("auth/", include("djoser.urls")),
    path("auth/", include("djoser.urls.authtoken")),
    path("auth/", include("djoser.urls.jwt")),
    path("auth/jwt/blacklist/", views.TokenBlacklistView.as_view()),
    path("sliding/jwt/create/", views.TokenObtainSlidingView.as_view()),
    path("sliding/jwt/refresh/", views.TokenRefreshSlidingView.as_view()),
]
if apps.is_installed("django.contrib.admin"):
    urlpatterns.append(path("admin/", admin.site.urls))
