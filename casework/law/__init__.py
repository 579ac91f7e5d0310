"""The statute as code: pure Python, no framework, no clock, no input or output.

Where to put a new rule: a limit is a row of ``limits.py``, a way of filing a row of ``receipt.py``, a kind of reply a
row of ``outcomes.py``, a step of the procedure a row of ``states.py``, a holiday notice a line of ``notices.py``,
a disputed point a key of ``settings.py``, and anything that moves the reply date belongs to ``clock.py``.
"""
