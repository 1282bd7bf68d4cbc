"""Customers scored on both ways: equal models, equal predictions, equal marts."""

import json

import pytest
from both_ways import BothWays, source
from fixtures import cdnow
from standin import StandIn

pytestmark = pytest.mark.slow


def test_both_warehouses_expect_the_same(stand_in_server: StandIn, tmp_path):
    bucket = stand_in_server.new_bucket()
    environment = stand_in_server.database_for_dbt().environment() | {
        "FOOTFALL_REDSHIFT_STAGING_PREFIX": f"s3://{bucket}/staging"
    }
    objects = source(environment, bucket, "invoices/")
    ways = BothWays(tmp_path, environment)
    try:
        lines = "\n".join(json.dumps(one.fields) for one in cdnow.invoice_lines())
        objects.put({"cdnow": lines.encode()})
        ways.load(objects.url, "invoice_line")
        ways.build("--select", "+dim_customer_value", "--exclude-resource-type", "test")
        told = [
            way.footfall("score", "customers", "--horizon-days", "270")
            for way in (ways.local, ways.prod)
        ]
        assert told[0] == told[1]
        assert told[0]["customers"] == 2357
        ways.build("--select", "stg_scoring__customer_models+")
        compared = ways.compare()
    finally:
        ways.close()
    # only the moment differs at which each was fitted
    differing = {one.relation: one.what for one in compared.differences}
    assert differing.keys() <= {
        "landing.customer_models",
        "landing.objects",
        "staging.stg_scoring__customer_models",
    }, str(compared)
    assert compared.row_counts["marts.dim_customer_value"] == 2357
