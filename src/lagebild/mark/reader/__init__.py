"""The reader: names that a trained model sees in a text, and texts as vectors. Chosen by name, loaded at first use."""

from .choose import ENVIRONMENT, NONE, SMALL, default, missing, named
from .protocol import KINDS, Found, Reader
from .small import Small, embed, shipped

__all__ = [
    "ENVIRONMENT",
    "KINDS",
    "NONE",
    "SMALL",
    "Found",
    "Reader",
    "Small",
    "default",
    "embed",
    "missing",
    "named",
    "shipped",
]
