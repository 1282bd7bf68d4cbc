{#-
    Whether a price, in the shop's currency and rounded to cents, is more than
    decimal(18, 2) holds. A foreign one is weighed as a double first: the exact
    product of a price of 1e26 would overflow, and one such record stop every build.
-#}

{% macro is_price_too_large() -%}
    (
        exact_price >= 9999999999999999.995
        or (
            currency_rate > 1
            and cast(exact_price as double precision)
            * cast(currency_rate as double precision) >= 9999999999999990
        )
    )
{%- endmacro %}

{#-
    The accepted price, in the shop's currency, rounded to cents; cast twice, so that
    nearly all prices are not carried through 38 digits.
-#}
{% macro price_in_cents() -%}
    cast(
        case
            when plain_price is not null then plain_price
            when exact_price >= 0 and not {{ is_price_too_large() }}
                then cast(exact_price * currency_rate as decimal(18, 2))
        end as decimal(18, 2)
    )
{%- endmacro %}

{#-
    A price in the shop's currency as nearly all are written, at most two decimals; it
    needs no twelve. Else null.
-#}
{% macro plain_price() -%}
    case
        when
            (currency is null or upper(currency) = '{{ var("shop_currency") }}')
            and {{ is_full_match('price', '[0-9]{1,9}([.][0-9]{1,2})?') }}
            then cast(price as decimal(18, 2))
    end
{%- endmacro %}
