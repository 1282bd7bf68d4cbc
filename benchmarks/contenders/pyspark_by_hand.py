"""PySpark by hand: Spark on the cores of this machine, in a Java process of its own."""

from pathlib import Path

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from benchmarks.contenders.statements import TABLES

FIELDS = """
    event_id string, event_time timestamp, event_type string, product_id bigint,
    price decimal(18, 2), user_id bigint, user_session string, quantity bigint
"""
# A shuffle in 200 parts, its default, is for clusters.
SETTINGS = {
    "spark.driver.memory": "4g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
}
KEPT = ("event_groups", "cut", "commerce")


def run(objects: Path, work: Path) -> None:
    """What is read twice is persisted; both relations go into Parquet files."""
    builder = SparkSession.builder.master("local[*]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.config("spark.local.dir", str(work / "spark")).getOrCreate()
    try:
        read = spark.read.schema(FIELDS).option("recursiveFileLookup", "true")
        read.option("timestampFormat", "yyyy-MM-dd HH:mm:ss 'UTC'").json(
            str(objects)
        ).selectExpr(
            "event_id",
            "event_time as occurred_at",
            "event_type",
            "product_id",
            "user_id",
            "coalesce(user_session, '') as user_session",
            "coalesce(quantity, 1) as quantity",
            "coalesce(cast(price * 100 as bigint), 0) as cents",
        ).persist().createOrReplaceTempView("events")
        for name, statement in TABLES.items():
            table = spark.sql(statement)
            if name in KEPT:
                table.persist().createOrReplaceTempView(name)
            else:
                table.write.parquet(str(work / f"{name}.parquet"))
    except Py4JJavaError as error:  # its text is asked of Java, which ends here
        causes = [line for line in str(error).splitlines() if "Caused by:" in line]
        raise RuntimeError((causes or str(error).splitlines())[-1]) from None
    finally:
        java = spark.sparkContext._gateway.proc
        spark.stop()
        # it ends with its input; waited for, it counts to what this process used
        java.stdin.close()
        java.wait()
