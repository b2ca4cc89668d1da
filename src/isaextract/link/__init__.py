"""JOINERS: mentions to studies, arms and results. Plain Python, no spaCy."""
