"""The statute as code: pure Python, no framework, no clock, no input or output.

Where a new rule goes: a limit is a row of ``limits.py``, a way of filing a row of ``receipt.py``, a way of service a
row of ``service.py``, a kind of reply a row of ``outcomes.py``, a step of the procedure a row of ``states.py``, a
holiday notice a line of ``notices.py``, a disputed point a key of ``settings.py``. What moves the reply date is a fact
of ``facts.py``, read by ``runs.py`` (starts again) or ``spans.py`` (does not count); what is only said about it is a
function of ``findings.py``. ``clock.py`` puts them together.
"""
