"""The reader: names that a trained model sees in a text, and texts as vectors. Chosen by name, loaded at first use."""

from .choose import ENVIRONMENT, NONE, SMALL, TINY, default, missing, named
from .protocol import KINDS, Found, Reader
from .small import Small, embed, shipped
from .tiny import Tiny

__all__ = [
    "ENVIRONMENT",
    "KINDS",
    "NONE",
    "SMALL",
    "TINY",
    "Found",
    "Reader",
    "Small",
    "Tiny",
    "default",
    "embed",
    "missing",
    "named",
    "shipped",
]
