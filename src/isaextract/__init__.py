"""isaextract: clinical literature in, a grounded evidence table out."""

__version__ = "0.1.0"
