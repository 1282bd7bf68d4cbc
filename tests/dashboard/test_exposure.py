"""dbt knows what the dashboard reads."""

import pytest

pytestmark = pytest.mark.slow


def test_the_exposure_names_what_the_datasets_read(shop):
    manifest = shop.artifacts.raw
    read = {
        name
        for node in manifest["nodes"].values()
        if node["resource_type"] == "analysis"
        for name in node["depends_on"]["nodes"]
    }
    told = manifest["exposures"]["exposure.footfall.dashboard"]["depends_on"]["nodes"]
    assert set(told) == read
    assert {manifest["nodes"][name]["schema"] for name in read} == {"marts"}
