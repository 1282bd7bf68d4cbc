"""The marts once more, in plain Python, straight from their definitions.

Nothing here is fast and nothing is shared with the SQL: it exists to disagree
with the models when they are wrong. `values` and `events` judge delivered records,
`sessions` and `funnels` build on what they accept, and `spellings` and `histories`
make the small nasty inputs to compare the two on.
"""
