"""Keeps one register of scam and doorstep-crime victims that every agency can report to."""
