"""Celery, and only Celery: transport for the verbs of ``notifier``."""
