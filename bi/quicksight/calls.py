"""Marts and metrics → the calls that make them in QuickSight, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from bi.artifacts import Column, Mart
from bi.columns import Kind, caption_of, type_of
from bi.metrics import Metric
from bi.quicksight.place import (
    ANALYSIS,
    DASHBOARD,
    DATA_SOURCE,
    Place,
    dashed,
    data_set_id,
)
from bi.quicksight.sheets import definition
from loaders.settings import RedshiftAddress

_DESCRIPTION_LENGTH = 500  # of a column, at most, says QuickSight
_FIXED_SCALE = 4  # a fixed decimal of SPICE has as many places, and is exact
_TYPES = {
    Kind.TEXT: "STRING",
    Kind.WHOLE: "INTEGER",
    Kind.DECIMAL: "DECIMAL",
    Kind.DOUBLE: "DECIMAL",
    Kind.BOOLEAN: "INTEGER",
    Kind.DATE: "DATETIME",
    Kind.MOMENT: "DATETIME",
}
# What QuickSight's console grants to whoever makes a thing.
_OWNED = {
    "DataSource": "Describe Pass Update Delete Describe-Permissions Update-Permissions",
    "DataSet": "Describe Pass Update Delete Describe-Permissions Update-Permissions",
    "Analysis": "Describe Query Update Delete Restore Describe-Permissions"
    " Update-Permissions",
    "Dashboard": "Describe Query Update Delete Describe-Permissions Update-Permissions",
}
_MORE = {
    "DataSet": (
        "CreateIngestion",
        "CancelIngestion",
        "DescribeIngestion",
        "ListIngestions",
    ),
    "Dashboard": ("ListDashboardVersions", "UpdateDashboardPublishedVersion"),
}


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        operation: As the API names it, such as `CreateDataSet`.
        name: Tells it from others of its operation.
        parameters: What goes with it.
    """

    operation: str
    name: str
    parameters: dict[str, Any]


def calls(
    marts: Iterable[Mart],
    metrics: Iterable[Metric],
    place: Place,
    address: RedshiftAddress,
    refresh_at: str,
) -> list[Call]:
    """Everything that is made, each after what it reads.

    Args:
        marts: Each becomes a data set in SPICE.
        metrics: All that there are; those of other marts are left out.
        place: Whose QuickSight.
        address: Redshift's.
        refresh_at: Hour and minute, UTC, of the daily refresh.
    """
    wanted = list(marts)
    names = {mart.name for mart in wanted}
    measured = [one for one in metrics if one.numerator.mart in names]
    made = [_data_source(place, address)]
    made += [_data_set(mart, place) for mart in wanted]
    made += [_schedule(mart, place, refresh_at) for mart in wanted]
    if measured:
        shown = definition(wanted, measured, place)
        made += [_shown(kind, shown, place) for kind in ("Analysis", "Dashboard")]
    return made


def _data_source(place: Place, address: RedshiftAddress) -> Call:
    told = {
        "AwsAccountId": place.account,
        "DataSourceId": DATA_SOURCE,
        "Name": "Footfall",
        "Type": "REDSHIFT",
        "DataSourceParameters": {
            "RedshiftParameters": {
                "Host": address.host,
                "Port": address.port,
                "Database": address.database,
            }
        },
        "Credentials": {"SecretArn": place.secret_arn},
        "Permissions": _permissions("DataSource", place),
        "SslProperties": {"DisableSsl": False},
    }
    if place.vpc_connection_arn:
        arn = place.vpc_connection_arn
        told["VpcConnectionProperties"] = {"VpcConnectionArn": arn}
    return Call("CreateDataSource", DATA_SOURCE, told)


def _data_set(mart: Mart, place: Place) -> Call:
    table = dashed(mart.name)
    columns = ", ".join(_selected(column) for column in mart.columns)
    described = [
        {
            "TagColumnOperation": {
                "ColumnName": column.name,
                "Tags": [{"ColumnDescription": {"Text": _short(column.description)}}],
            }
        }
        for column in mart.columns
        if column.description
    ]
    told = {
        "AwsAccountId": place.account,
        "DataSetId": data_set_id(mart),
        "Name": mart.name,
        "PhysicalTableMap": {
            table: {
                "CustomSql": {
                    "DataSourceArn": place.arn("datasource", DATA_SOURCE),
                    "Name": mart.name,
                    "SqlQuery": f"select {columns} from marts.{mart.name}",  # noqa: S608
                    "Columns": [_input(column) for column in mart.columns],
                }
            }
        },
        "LogicalTableMap": {
            table: {
                "Alias": caption_of(mart.name),
                "DataTransforms": described,
                "Source": {"PhysicalTableId": table},
            }
        },
        "ImportMode": "SPICE",
        "Permissions": _permissions("DataSet", place),
    }
    return Call("CreateDataSet", mart.name, told)


def _schedule(mart: Mart, place: Place, refresh_at: str) -> Call:
    told = {
        "AwsAccountId": place.account,
        "DataSetId": data_set_id(mart),
        "Schedule": {
            "ScheduleId": "daily",
            "ScheduleFrequency": {
                "Interval": "DAILY",
                "Timezone": "UTC",
                "TimeOfTheDay": refresh_at,
            },
            "RefreshType": "FULL_REFRESH",
        },
    }
    return Call("CreateRefreshSchedule", mart.name, told)


def _shown(kind: str, shown: dict[str, Any], place: Place) -> Call:
    name = {"Analysis": ANALYSIS, "Dashboard": DASHBOARD}[kind]
    told = {
        "AwsAccountId": place.account,
        f"{kind}Id": name,
        "Name": "Footfall",
        "Definition": shown,
        "Permissions": _permissions(kind, place),
    }
    return Call(f"Create{kind}", name, told)


def _permissions(kind: str, place: Place) -> list[dict[str, Any]]:
    verbs = [word.partition("-") for word in _OWNED[kind].split()]
    actions = [f"{verb}{kind}{what}" for verb, _, what in verbs]
    granted = [f"quicksight:{one}" for one in (*actions, *_MORE.get(kind, ()))]
    return [{"Principal": place.owner_arn, "Actions": granted}]


def _selected(column: Column) -> str:
    if type_of(column).kind is Kind.BOOLEAN:
        return f'cast("{column.name}" as integer) as "{column.name}"'
    return f'"{column.name}"'


def _input(column: Column) -> dict[str, str]:
    told = type_of(column)
    found = {"Name": column.name, "Type": _TYPES[told.kind]}
    if found["Type"] == "DECIMAL":
        exact = told.kind is Kind.DECIMAL and told.scale <= _FIXED_SCALE
        found["SubType"] = "FIXED" if exact else "FLOAT"
    return found


def _short(text: str) -> str:
    return shorten(text, _DESCRIPTION_LENGTH, placeholder=" …")
