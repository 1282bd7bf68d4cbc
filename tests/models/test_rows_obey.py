"""What the one test of a relation's own rows finds, and what it says of them."""

import duckdb


def test_broken_laws_and_repeated_keys_are_told_by_their_key(shop):
    shop.build("--select", "currency_rates")
    assert shop.dbt("test", "--select", "currency_rates") == (True, "")

    with duckdb.connect(str(shop.path)) as connection:
        connection.execute(
            "insert into seeds.currency_rates (currency, rate)"
            " values ('eur', 1.1), ('EUR', 1.2), ('SEK', -1), (null, 1)"
        )
    done, printed = shop.dbt("test", "--select", "currency_rates")
    assert not done
    assert "Got 3 results" in printed

    compiled = next(shop.path.parent.rglob("compiled/**/rows_obey_currency_rates.sql"))
    assert sorted(shop.query(compiled.read_text("utf-8")), key=str) == [
        {"row_key": "EUR", "broken_laws": "one of 2 with its upper(currency); "},
        {"row_key": "SEK", "broken_laws": "a rate is more than nothing; "},
        {"row_key": "null", "broken_laws": "it has currency; "},
    ]
