"""The only code that writes case facts: one file per family of verbs.

An act reads like the minutes of a meeting. It is called by ``workflow.desk`` inside one transaction, with the case
row locked and the actor authorised by ``permissions.require``; it then checks the facts, changes them and records.
"""
