{#- What `items_by_member` tells of one cart and member; a flag is 1 or 0, and 0 while
    it is too early to tell. A bot's cart has but one, that it is a bot's. -#}

{% macro cart_measures() -%}
    {%- for flag, condition in {
        'was_human': 'true',
        'was_open': 'closed_at is null',
        'was_matured': 'is_matured',
        'was_abandoned': 'is_matured and abandoned_quantity > 0',
        'was_recovery_over': 'is_recovery_over and abandoned_quantity > 0',
        'was_recovered':
            'is_recovery_over and abandoned_quantity > 0 and recovered_at is not null',
        'was_same_item': 'is_recovery_over and is_recovered',
        'was_converted': 'is_matured and purchased_quantity > 0',
        'was_same_session': 'is_matured and has_same_session_purchase'
    }.items() %}
        max(case when not is_bot and {{ condition }} then 1 else 0 end) as {{ flag }},
    {%- endfor %}
    {%- for measure in ['quantity', 'amount'] %}
        sum(
            case
                when not is_bot and status in ('abandoned', 'expired')
                    then remaining_{{ measure }}
                else 0
            end
        ) as left_{{ measure }}
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Carts of one date and member, counted. -#}
{% macro cart_counts() -%}
    {%- for name, flags in {
        'cart': 'was_human',
        'bot_cart': '1 - was_human',
        'open': 'was_open',
        'matured': 'was_matured',
        'abandoned': 'was_abandoned',
        'recovery_matured': 'was_recovery_over',
        'recovered_same_item': 'was_same_item',
        'recovered_other_item': 'was_recovered - was_same_item',
        'same_session_conversion': 'was_same_session',
        'later_conversion': 'was_converted - was_same_session'
    }.items() %}
        cast(sum({{ flags }}) as bigint) as {{ name }}_count,
    {%- endfor %}
        count(distinct case when was_abandoned = 1 then user_id end)
            as abandoning_user_count,
        cast(sum(left_quantity) as bigint) as left_quantity,
        cast(sum(left_amount) as decimal(38, 2)) as left_amount
{%- endmacro %}
