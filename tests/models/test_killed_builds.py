"""A build that dies midway forgets nothing and repeats nothing."""

import random

from histories import many_histories
from shop import objects_of
from test_arrival_order import EXEMPT, SCHEMAS

# Seconds after which a build is killed: from its first model to its last.
MOMENTS = (0.9, 1.3, 1.7, 2.1, 2.6, 3.2)


def test_killed_builds_end_as_one_full_refresh(shop):
    rng = random.Random(5)
    objects = objects_of(many_histories(range(700, 720)))
    rng.shuffle(objects)
    step = len(objects) // len(MOMENTS) + 1
    killed = 0
    for number, moment in enumerate(MOMENTS, start=1):
        part = objects[(number - 1) * step : number * step]
        shop.land([one for records in part for one in records], number)
        shop.dbt("parse")  # dbt is running and warm: the build starts at once
        killed += shop.build_and_kill(after=moment)
        if number == 3:
            shop.build()  # one that lives, in between
    assert killed >= 3, "every build ended before it was killed: kill earlier"
    shop.build()

    relations = [name for name in shop.relations(*SCHEMAS) if name not in EXEMPT]
    after_kills = shop.snapshot(relations)
    shop.build("--full-refresh")
    at_once = shop.snapshot(relations)
    for name in relations:
        assert after_kills[name] == at_once[name], name


def test_models_built_alone_catch_up(shop):
    objects = objects_of(many_histories(range(800, 806)))
    half = len(objects) // 2
    shop.land([one for part in objects[:half] for one in part], 1)
    shop.build()
    shop.land([one for part in objects[half:] for one in part], 2)
    shop.build("--select", "fct_sessions")  # its upstream has not seen the second load
    shop.build("--select", "stg_firehose__events")
    shop.build()

    relations = [name for name in shop.relations(*SCHEMAS) if name not in EXEMPT]
    caught_up = shop.snapshot(relations)
    shop.build("--full-refresh")
    at_once = shop.snapshot(relations)
    for name in relations:
        assert caught_up[name] == at_once[name], name
