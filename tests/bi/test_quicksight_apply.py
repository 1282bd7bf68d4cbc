"""`footfall bi quicksight --apply` against moto's server, and against a double.

moto makes data sources, data sets, ingestions and dashboards. It knows neither an
update of the last three nor analyses or refresh schedules, and nothing is ever refused
or late there: that is for the double, whose answers botocore still has to read.
"""

import json

import boto3
import pytest
from account import ACCOUNT, OWNER, SECRET
from moto.server import ThreadedMotoServer
from warehouse import run

from bi.choice import choose
from bi.quicksight.apply import apply_calls
from bi.quicksight.calls import calls
from bi.quicksight.place import place_of
from loaders.errors import ConfigError, FootfallError, TryAgainError
from loaders.settings import RedshiftAddress

MARTS = ("dim_dates", "rpt_funnel_daily")
MOTO_LACKS = {"CreateRefreshSchedule", "CreateAnalysis"}
WHERE = {"AwsAccountId": ACCOUNT}


@pytest.fixture
def made(artifacts):
    return calls(
        choose(artifacts, MARTS),
        artifacts.metrics.values(),
        place_of(SECRET, OWNER),
        RedshiftAddress("shop.example.com", 5439, "shop"),
        "05:00",
    )


@pytest.fixture(autouse=True)
def own_session(monkeypatch):
    """Credentials that an earlier test had are forgotten."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


@pytest.fixture
def credentials(own_session, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.fixture
def moto(credentials, monkeypatch):
    """A client of moto's server, which believes in the account of the tests."""
    monkeypatch.setenv("MOTO_ACCOUNT_ID", ACCOUNT)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    yield boto3.client("quicksight", region_name="eu-west-1")
    server.stop()


def test_moto_makes_what_it_knows(made, moto):
    known = [call for call in made if call.operation not in MOTO_LACKS]
    applied = apply_calls(known, moto)
    assert (applied.created, applied.updated) == (4, 0)
    source = moto.describe_data_source(**WHERE, DataSourceId="footfall")["DataSource"]
    assert source["Type"] == "REDSHIFT"
    reached = source["DataSourceParameters"]["RedshiftParameters"]
    assert reached["Host"] == "shop.example.com"
    board = moto.describe_dashboard(**WHERE, DashboardId="footfall")["Dashboard"]
    assert board["Name"] == "Footfall"
    ingestion = moto.create_ingestion(
        **WHERE, DataSetId="footfall-rpt-funnel-daily", IngestionId="now"
    )
    assert ingestion["Arn"].endswith("footfall-rpt-funnel-daily/ingestions/now")


def test_moto_still_lacks_what_the_double_stands_for(made, moto):
    for call in made:
        if call.operation in MOTO_LACKS:
            with pytest.raises(FootfallError):
                apply_calls([call], moto)


class Double:
    """A QuickSight that keeps things, takes its time, and fails when told to.

    It answers below botocore's own validation and above its parser, so parameters are
    checked, and what it answers is what a client gets.
    """

    def __init__(self):
        self.client = boto3.client("quicksight", region_name="eu-west-1")
        self.things = {}
        self.said = []
        self.polls = {}
        self.slow = 0  # looks at a thing before it is made
        self.fails = {}  # operation: code of an error, or a status and a message
        events = self.client.meta.events
        events.register("before-parameter-build.quicksight", self._hear)
        events.register("before-call.quicksight", self._answer)

    def _hear(self, params, model, **_):
        self.said.append((model.name, dict(params)))

    def _answer(self, model, **_):
        _, told = self.said[-1]
        code = self.fails.get(model.name)
        if isinstance(code, str):
            return self._refuse(code)
        verb, kind = self._parts(model.name)
        names = (f"{kind}Id", "DataSetId", "DashboardId")
        key = (kind, next(told[name] for name in names if name in told))
        if verb == "Create" and key in self.things:
            return self._refuse("ResourceExistsException")
        answer = {}
        if verb in ("Create", "Update") and not model.name.endswith("Version"):
            self.things[key] = self.things.get(key, 0) + 1
            self.polls[key] = self.slow
            if kind == "Dashboard":
                version = f"dashboard/{key[1]}/version/{self.things[key]}"
                answer["VersionArn"] = (
                    f"arn:aws:quicksight:eu-west-1:{ACCOUNT}:{version}"
                )
        elif verb == "Describe":
            answer = self._described(model.name, kind, key)
        return type("Answer", (), {"status_code": 200}), answer

    def _described(self, operation, kind, key):
        done = "CREATION" if self.things[key] == 1 else "UPDATE"
        status, errors = f"{done}_SUCCESSFUL", []
        if self.polls[key]:
            self.polls[key] -= 1
            status = f"{done}_IN_PROGRESS"
        elif operation in self.fails:
            status, message = self.fails[operation]
            errors = [{"Message": message}]
        state = {"Status": status, "Errors": errors}
        return {kind: {"Version": state} if kind == "Dashboard" else state}

    @staticmethod
    def _refuse(code):
        error = {"Error": {"Code": code, "Message": "so it is"}}
        return type("Answer", (), {"status_code": 400}), error

    @staticmethod
    def _parts(operation):
        for verb in ("Create", "Update", "Describe"):
            if operation.startswith(verb):
                return verb, operation[len(verb) :]
        raise AssertionError(operation)

    def operations(self):
        return [operation for operation, _ in self.said]


@pytest.fixture
def double(credentials):
    return Double()


def quickly(made, double, slept=None):
    slept = [] if slept is None else slept
    return apply_calls(made, double.client, slept.append)


def test_things_are_made_in_order_and_waited_for(made, double):
    double.slow = 2
    slept = []
    applied = quickly(made, double, slept)
    assert (applied.created, applied.updated) == (len(made), 0)
    looks = {"CreateDataSource": 3, "CreateAnalysis": 3, "CreateDashboard": 3}
    expected = []
    for call in made:
        described = call.operation.replace("Create", "Describe")
        expected += [call.operation] + [described] * looks.get(call.operation, 0)
    assert double.operations() == expected
    assert len(slept) == 6


def test_a_second_run_updates_everything_and_shows_the_new_version(made, double):
    quickly(made, double)
    first = len(double.said)
    applied = quickly(made, double)
    assert (applied.created, applied.updated) == (0, len(made))
    again = double.said[first:]
    updates = [one for one, _ in again if one.startswith("Update")]
    assert updates == [
        *(call.operation.replace("Create", "Update") for call in made),
        "UpdateDashboardPublishedVersion",
    ]
    _, published = again[-1]
    assert published == {**WHERE, "DashboardId": "footfall", "VersionNumber": 2}
    for operation, told in again:
        if operation.startswith("Update"):
            assert "Permissions" not in told
    sent = dict(again)
    created = {call.operation: call.parameters for call in made}
    shown = created["CreateDashboard"]["Definition"]
    assert sent["UpdateDashboard"]["Definition"] == shown


@pytest.mark.parametrize(
    ("operation", "fails", "kind", "told"),
    [
        ("CreateDataSet", "AccessDeniedException", ConfigError, "needs quicksight:"),
        ("CreateDataSet", "ThrottlingException", TryAgainError, "again"),
        ("CreateDataSet", "LimitExceededException", FootfallError, "stays"),
        (
            "DescribeAnalysis",
            ("CREATION_FAILED", "no such column"),
            FootfallError,
            "no such column",
        ),
    ],
    ids=["not allowed", "throttled", "a limit", "a fault that is told later"],
)
def test_a_refusal_is_an_error_with_a_hint(made, double, operation, fails, kind, told):
    double.fails[operation] = fails
    double.client.meta.config.retries = {"total_max_attempts": 1}
    with pytest.raises(kind) as caught:
        quickly(made, double)
    assert type(caught.value) is kind
    assert told in f"{caught.value} {caught.value.hint}"
    assert double.operations()[-1] == operation, "what reads it is not made"


def test_what_is_never_made_is_given_up(made, double):
    double.slow = 10_000
    with pytest.raises(TryAgainError, match="still making DataSource"):
        quickly(made, double)


def command(target, folder):
    told = ("--secret-arn", SECRET, "--owner-arn", OWNER, "--artifacts", target)
    more = [part for mart in MARTS for part in ("--mart", mart)]
    return run(
        "bi", "quicksight", "--output", folder, *told, *more, "--apply", "--json"
    )


def test_the_command_makes_the_calls(target, tmp_path, double, monkeypatch):
    monkeypatch.setattr(boto3, "client", lambda *_, **__: double.client)
    done = command(target, tmp_path)
    assert done.exit_code == 0, done.output
    facts = json.loads(done.output)
    assert facts["calls"] == facts["created"] == len(list(tmp_path.iterdir())) == 7
    assert (facts["data_sets"], facts["updated"]) == (2, 0)


def test_without_credentials_it_says_so(target, tmp_path):
    done = command(target, tmp_path)
    assert done.exit_code == 2
    assert "no credentials of AWS" in done.stderr
    assert len(list(tmp_path.iterdir())) == 7, "the files are there all the same"
