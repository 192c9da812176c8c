"""Names: persons, organisations, places, countries, peoples, products and named events, by gazetteer and form."""

from .annotator import NAMES, Names
from .gazetteer import Entry, codes

__all__ = ["NAMES", "Entry", "Names", "codes"]
