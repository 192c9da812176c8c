"""What all tests share."""

from __future__ import annotations

import os
import signal

# A shell that starts the suite in the background has it ignore Ctrl-C, and children inherit that: the tests that
# interrupt a child would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The reader takes a hundred times as long as all else: what tests it names it, the rest reads without.
os.environ.setdefault("LAGEBILD_READER", "none")
