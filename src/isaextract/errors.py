"""Every error this package raises on purpose has one root, ``IsaextractError``.

A message names what was wrong, where, and what to do about it.
"""


class IsaextractError(Exception):
    """Root of all errors raised on purpose."""


class InputError(IsaextractError):
    """A path that cannot be used as input: missing, empty, of an unknown kind."""


class DocumentError(IsaextractError):
    """A document that cannot be read: damaged, encrypted, image-only."""


class LexiconError(IsaextractError):
    """A lexicon file that breaks its own grammar."""


class GoldError(IsaextractError):
    """A gold file that breaks the data contract."""


class EngineError(IsaextractError):
    """A cluster that cannot be reached, or whose workers cannot do the work."""


class StoreError(IsaextractError):
    """An evidence database that cannot be opened or written."""


class ModelError(IsaextractError):
    """A trained model that cannot be loaded, or a training that cannot begin."""
