"""Bring hand-ins from a learning management system into a class folder."""
