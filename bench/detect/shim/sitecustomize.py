"""principalmapper 1.1.5 imports names that Python 3.10 took out of `collections`: they are put back before it starts."""
import collections
import collections.abc

for name in ("Mapping", "MutableMapping"):
    setattr(collections, name, getattr(collections.abc, name))
