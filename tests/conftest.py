"""What every test starts from: no settings but its own."""

import os

import pytest

_OURS = ("FOOTFALL_", "AWS_", "BOTO_")


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch):
    """A test must not read a real warehouse or ask a real AWS account."""
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
