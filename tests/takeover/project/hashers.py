"""Every hasher that this Django has, and a library for, made cheap.

PATHS are their names for PASSWORD_HASHERS, Django's default first. The cost
stands in a hash, so what these make differs from others in nothing else.
"""

import importlib.util

from django.contrib.auth import hashers

CHEAP = {"iterations": 1000, "time_cost": 1, "memory_cost": 64, "rounds": 4,
         "work_factor": 2 ** 4}


def _kinds():
    return [kind for kind in vars(hashers).values()
            if isinstance(kind, type) and getattr(kind, "algorithm", None)]


def _library_is_there(kind):
    library = kind.library
    if isinstance(library, tuple):
        library = library[-1]
    return library is None or importlib.util.find_spec(library) is not None


def _cheap(kind):
    costs = {name: cost for name, cost in CHEAP.items() if hasattr(kind, name)}
    return type(kind.__name__, (kind,), {**costs, "__module__": __name__})


CLASSES = [_cheap(kind) for kind in _kinds() if _library_is_there(kind)]
globals().update({kind.__name__: kind for kind in CLASSES})
PATHS = [f"{__name__}.{kind.__name__}" for kind in CLASSES]
