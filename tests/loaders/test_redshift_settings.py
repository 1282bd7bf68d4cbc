"""Target prod: what an operator must set, said at once, and what enters SQL text."""

import pytest

from loaders.errors import ConfigError
from loaders.settings import DataApi, Server, read_redshift_settings

SOURCE = "s3://shop-events/2026/"
ROLE = "arn:aws:iam::123456789012:role/footfall-copy"
SERVER = {
    "FOOTFALL_REDSHIFT_HOST": "shop.123456789012.eu-west-1.redshift.amazonaws.com",
    "FOOTFALL_REDSHIFT_DATABASE": "shop",
    "FOOTFALL_REDSHIFT_USER": "footfall",
    "FOOTFALL_REDSHIFT_IAM_ROLE": ROLE,
    "DBT_ENV_SECRET_REDSHIFT_PASSWORD": "hunter2",
}
DATA_API = {
    "FOOTFALL_REDSHIFT_TRANSPORT": "data-api",
    "FOOTFALL_REDSHIFT_WORKGROUP": "shop",
    "FOOTFALL_REDSHIFT_DATABASE": "shop",
    "FOOTFALL_REDSHIFT_IAM_ROLE": ROLE,
}


def test_five_variables_and_a_source_in_s3_are_enough():
    read = read_redshift_settings(SOURCE, SERVER)
    assert isinstance(read.reached, Server)
    assert (read.reached.port, read.reached.tls) == (5439, "verify-ca")
    staging = (read.staging.bucket, read.staging.prefix, read.staging.iam_role)
    assert staging == ("shop-events", "_footfall_staging/", ROLE)


def test_the_data_api_needs_no_host_and_no_password():
    read = read_redshift_settings(SOURCE, DATA_API)
    assert read.reached == DataApi("shop", None, None, None)


def test_the_password_is_in_no_text_of_the_settings():
    assert "hunter2" not in repr(read_redshift_settings(SOURCE, SERVER))


@pytest.mark.parametrize("environment", [SERVER, DATA_API])
def test_every_missing_variable_is_named_at_once(environment):
    given = {name: "" for name in environment if not name.endswith("TRANSPORT")}
    with pytest.raises(ConfigError) as raised:
        read_redshift_settings(SOURCE, environment | given)
    for name in given:
        assert name in str(raised.value)


def test_who_only_reads_needs_no_role():
    given = {name: SERVER[name] for name in SERVER if not name.endswith("ROLE")}
    assert read_redshift_settings(None, given).staging is None
    with pytest.raises(ConfigError, match="IAM_ROLE"):
        read_redshift_settings(SOURCE, given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("IAM_ROLE", "x' access_key_id 'y", id="a quote in the role"),
        pytest.param("IAM_ROLE", f"{ROLE}'", id="a quote behind the role"),
        pytest.param("IAM_ROLE", f"{ROLE}\n", id="a line's end behind the role"),
        pytest.param("IAM_ROLE", "AKIAIOSFODNN7EXAMPLE", id="a key for a role"),
        pytest.param("STAGING_PREFIX", "s3://b'ucket/x/", id="a quote in the bucket"),
        pytest.param("STAGING_PREFIX", "s3://bucket/x'/", id="a quote in the prefix"),
        pytest.param("STAGING_PREFIX", "s3://bucket/a b/", id="a space"),
        pytest.param("STAGING_PREFIX", "s3://bucket/", id="a whole bucket"),
        pytest.param("STAGING_PREFIX", "s3://bucket", id="no prefix"),
        pytest.param("STAGING_PREFIX", "bucket/x/", id="no scheme"),
        pytest.param("PORT", "5439x", id="a port that is none"),
        pytest.param("PORT", "70000", id="a port too high"),
        pytest.param("HOST", "a b", id="a host with a space"),
        pytest.param("TRANSPORT", "odbc", id="an unknown transport"),
        pytest.param("SSLMODE", "maybe", id="an unknown mode"),
        pytest.param("DATABASE", "sh'op", id="a quote in the database"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_name(name, value):
    given = {**SERVER, f"FOOTFALL_REDSHIFT_{name}": value}
    with pytest.raises(ConfigError, match=f"FOOTFALL_REDSHIFT_{name}"):
        read_redshift_settings(SOURCE, given)


def test_a_source_whose_bucket_is_no_name_cannot_be_staged_in():
    with pytest.raises(ConfigError, match="the source gives no folder"):
        read_redshift_settings("s3://b'ucket/x", SERVER)


@pytest.mark.parametrize(
    "role",
    [
        "default",
        f"{ROLE},arn:aws:iam::210987654321:role/path/other",
        "arn:aws-cn:iam::123456789012:role/x",
        "arn:aws-us-gov:iam::123456789012:role/a+b=c,d.e@f-g_h",
    ],
)
def test_roles_as_aws_names_them_are_taken(role):
    given = {**SERVER, "FOOTFALL_REDSHIFT_IAM_ROLE": role}
    assert read_redshift_settings(SOURCE, given).staging.iam_role == role


def test_a_prefix_of_its_own_ends_in_one_slash():
    for given in ("s3://other/a/b", "s3://other/a/b/", "s3://other/a/b//"):
        environment = {**SERVER, "FOOTFALL_REDSHIFT_STAGING_PREFIX": given}
        staging = read_redshift_settings("some/folder", environment).staging
        assert (staging.bucket, staging.prefix) == ("other", "a/b/")


def test_a_workgroup_and_a_cluster_are_one_too_many():
    given = {**DATA_API, "FOOTFALL_REDSHIFT_CLUSTER": "shop"}
    with pytest.raises(ConfigError, match=r"both .*WORKGROUP and .*CLUSTER"):
        read_redshift_settings(SOURCE, given)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_only_what_stays_on_this_machine_goes_unencrypted(host):
    given = {**SERVER, "FOOTFALL_REDSHIFT_HOST": host}
    assert read_redshift_settings(SOURCE, given).reached.tls is None
    given["FOOTFALL_REDSHIFT_SSLMODE"] = "verify-full"  # a tunnel
    assert read_redshift_settings(SOURCE, given).reached.tls == "verify-full"
