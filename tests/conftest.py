"""What all tests share."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

# A busy machine takes seconds for what a free one does in milliseconds: how long an example takes is no test. All else
# stays as hypothesis has it, in CI too.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

# A shell that starts the suite in the background has it ignore Ctrl-C, and children inherit that: the tests that
# interrupt a child would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The reader takes a hundred times as long as all else: what tests it names it, the rest reads without.
os.environ.setdefault("LAGEBILD_READER", "none")
