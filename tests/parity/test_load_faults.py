"""Whatever breaks on the way to Redshift: the exact rows, once, or a clear error."""

import json

import pytest
from bucket import VIA, Shop, delivery, sorted_rows
from standin import postgres


@pytest.fixture(params=list(VIA))
def shop(request, redshift, tmp_path):
    made = Shop(redshift, tmp_path, request.param)
    made.put(delivery(3))
    return made


def assert_told(ran, code, error, hint=""):
    """A failed command says one line of what, one of what to do, and no more."""
    assert ran.code == code, ran.err
    lines = ran.err.splitlines()
    assert len(lines) == 3, ran.err
    assert lines[0].startswith("error: ")
    assert lines[2].startswith("hint: ")
    assert error in lines[0]
    assert hint in lines[2]
    assert ran.out == ""


def assert_landed_once(shop):
    expected = sorted_rows(shop.landed_locally(), "load_sequence")
    assert sorted_rows(shop.landed(), "load_sequence") == expected
    assert shop.staged() == shop.folders() == []


@pytest.mark.slow
@pytest.mark.parametrize("skip", [0, 4])
@pytest.mark.parametrize("how", ["error", "drop"])
@pytest.mark.parametrize(
    "where", ["before_copy", "after_copy", "before_commit", "after_commit"]
)
def test_one_fault_changes_nothing_of_what_lands(shop, where, how, skip):
    assert shop.load("--dry-run").code == 0
    assert shop.load(source=f"{shop.source}nothing").code == 0  # makes the tables
    shop.redshift.break_at(where, how, skip)
    ran = shop.load(batch_bytes=1)
    assert ran.code == 0, ran.err
    assert (ran.told["objects_loaded"], ran.told["landed"]) == (5, 180)
    assert_landed_once(shop)


@pytest.mark.parametrize("how", ["error", "drop"])
def test_what_was_committed_and_not_heard_of_is_not_run_again(shop, how):
    assert shop.load(source=f"{shop.source}nothing").code == 0
    shop.redshift.break_at("after_commit", how)
    assert shop.load().told["objects_loaded"] == 5
    assert shop.redshift.statements().count("lock landing.objects") == 1
    assert_landed_once(shop)


def test_a_copy_that_never_works_is_given_up_and_leaves_nothing(shop):
    assert shop.load(source=f"{shop.source}nothing").code == 0
    for _ in range(4):
        shop.redshift.break_at("after_copy", "error")
    ran = shop.load()
    assert_told(ran, 3, "fault on request", "run the same command again")
    assert shop.landed()["objects"] == shop.landed()["events"] == []
    assert shop.staged() == shop.folders() == []
    assert shop.load().told["objects_loaded"] == 5
    assert_landed_once(shop)


def test_a_staged_file_that_is_gone_fails_the_batch(shop):
    ran = shop.load(loses="events-0")
    assert_told(ran, 3, "404", "run the same command again")
    assert shop.landed()["events"] == []
    assert shop.load().code == 0
    assert_landed_once(shop)


def test_rows_that_do_not_add_up_are_not_kept(shop):
    ran = shop.load(drops_rows=True)
    assert_told(ran, 1, "do not add up", "please report it")
    assert shop.landed()["objects"] == shop.landed()["events"] == []
    assert shop.staged() == shop.folders() == []


@pytest.mark.parametrize("via", ["connector"])
def test_a_wrong_password_is_a_setting(redshift, tmp_path, via):
    shop = Shop(redshift, tmp_path, via)
    shop.environment["DBT_ENV_SECRET_REDSHIFT_PASSWORD"] = "guessed"
    ran = shop.load()
    assert_told(ran, 2, "refused the sign-in", "DBT_ENV_SECRET_REDSHIFT_PASSWORD")
    assert "guessed" not in ran.err


def test_an_unknown_database_is_a_setting(shop):
    shop.environment["FOOTFALL_REDSHIFT_DATABASE"] = "nowhere"
    ran = shop.load()
    assert ran.code == 2, ran.err
    assert "nowhere" in ran.err


def test_a_warehouse_out_of_reach_is_to_be_tried_again(redshift, tmp_path):
    shop = Shop(redshift, tmp_path)
    shop.environment["FOOTFALL_REDSHIFT_PORT"] = "1"
    assert_told(shop.load(), 3, "cannot reach Redshift", "FOOTFALL_REDSHIFT_HOST")
    shop.environment["FOOTFALL_REDSHIFT_HOST"] = "no-such-host.invalid"
    assert_told(shop.load(), 3, "cannot reach Redshift", "FOOTFALL_REDSHIFT_HOST")


def test_a_data_api_out_of_reach_is_to_be_tried_again(redshift, tmp_path):
    shop = Shop(redshift, tmp_path, "data-api")
    shop.environment["AWS_ENDPOINT_URL_REDSHIFT_DATA"] = "http://127.0.0.1:1"
    shop.environment["AWS_MAX_ATTEMPTS"] = "1"
    assert_told(shop.load(), 3, "127.0.0.1:1", "run the same command again")


def test_a_user_without_rights_is_a_setting(shop):
    assert shop.load(source=f"{shop.source}nothing").code == 0
    run_as_owner(shop.redshift, "revoke all on landing.events from footfall")
    try:
        ran = shop.load()
    finally:
        run_as_owner(shop.redshift, "grant all on landing.events to footfall")
    assert_told(ran, 2, "permission denied", "grant the user the rights")
    assert shop.staged() == shop.folders() == []


def test_an_unknown_staging_bucket_is_a_setting(shop):
    shop.environment["FOOTFALL_REDSHIFT_STAGING_PREFIX"] = "s3://nowhere-at-all/x/"
    assert_told(shop.load(), 2, "no such bucket", "FOOTFALL_REDSHIFT_STAGING_PREFIX")


def test_a_staging_prefix_that_may_not_be_written_is_a_setting(shop):
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"arn:aws:s3:::{shop.bucket}/_footfall_staging/*",
            }
        ],
    }
    shop.client.put_bucket_policy(Bucket=shop.bucket, Policy=json.dumps(policy))
    assert_told(shop.load(), 2, "access denied", "s3:PutObject")
    assert shop.landed()["objects"] == []


def test_a_role_that_redshift_may_not_take_is_a_setting(shop):
    role = "arn:aws:iam::123456789012:role/another"
    shop.environment["FOOTFALL_REDSHIFT_IAM_ROLE"] = role
    assert_told(shop.load(), 2, "not authorized", "FOOTFALL_REDSHIFT_IAM_ROLE")
    assert shop.staged() == shop.folders() == []


def run_as_owner(redshift, statement):
    opened = postgres.connect(
        redshift.postgres_port, redshift.password, redshift.database
    )
    with opened.cursor() as cursor:
        cursor.execute(statement)
    opened.close()
