"""Models fitted in Python from marts; what they say lands as any other record."""
