"""Stands in for the package django-templated-mail, which Djoser imports up to
2.3.0 and Debian has not. Later ones do without."""
