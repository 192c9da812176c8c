"""Sentences with events: their reader."""
