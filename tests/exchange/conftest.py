"""Random reports and histories take their time on a busy machine; no single example is timed."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
