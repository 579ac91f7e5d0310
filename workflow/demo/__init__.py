"""A practice district: organs and staff of 历城区, and plausible cases made through the acts.

All persons are invented.
"""
