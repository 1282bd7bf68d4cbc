{# Grain: one row per event_id: the accepted copy with the smallest lineage. #}

{{ by_touched(
    'event_id', 'object_key', upstream='landing', dated_by='event_date'
) }}

{%- set delivered = [
    'user_id', 'user_session', 'product_id', 'category_id', 'order_id', 'event_type',
    'category_code', 'brand', 'currency', 'ip', 'user_agent', 'price', 'quantity',
    'has_quantity', 'occurred_at'
] -%}
{#- a boolean has no text on every engine -#}
{%- set compared = delivered | reject('equalto', 'has_quantity') | list
    + ['case when has_quantity then 1 else 0 end'] -%}
{%- set columns = ['event_id'] + delivered + [
    'event_date', 'delivered_at', 'object_key', 'object_hash', 'record_number',
    'load_sequence'
] -%}

with

landed as (

    select
        event_id,
        load_sequence
    from {{ source('firehose', 'events') }}
    where
        {{ is_new('landing') }}
        and event_id is not null

),

{% if is_incremental() %}{{ stored_copies('landed') }},{% endif %}

-- repeats are few: only their rows are ranked
repeated_ids as (

    select event_id
    from {{ 'landed_and_stored' if is_incremental() else 'landed' }}
    group by event_id
    having count(*) > 1

),

copies as (

    select
        {{ at_widths(columns) }},
        0 as duplicate_count,
        false as has_conflict
    from {{ ref('stg_firehose__events_judged') }}
    where
        quarantine_reason is null
        and {{ is_new('landing') }}
        and delivered_event_id in (select repeated_ids.event_id from repeated_ids)
    {% if is_incremental() -%}
    union all
    select
        {{ columns | join(', ') }},
        duplicate_count,
        has_conflict
    from stored
    {%- endif %}

),

copies_ranked as (

    select
        {{ columns[:-1] | join(', ') }},
        max(load_sequence) over (partition by event_id) as load_sequence,
        sum(duplicate_count + 1) over (partition by event_id) - 1 as duplicate_count,
        max(cast(has_conflict as integer)) over (partition by event_id) = 1
        or min({{ surrogate_key(compared) }}) over (partition by event_id)
        != max({{ surrogate_key(compared) }}) over (partition by event_id)
            as has_conflict,
        row_number() over (
            partition by event_id
            order by object_key, object_hash, record_number
        ) as copy_rank
    from copies

)

-- judged apart from the copies: an id that is asked for as delivered is found before
-- its record is judged, and what two read would be kept in memory whole
select
    {{ at_widths(columns) }},
    cast(0 as integer) as duplicate_count,
    false as has_conflict
from {{ ref('stg_firehose__events_judged') }}
where
    quarantine_reason is null
    and {{ is_new('landing') }}
    and delivered_event_id not in (select repeated_ids.event_id from repeated_ids)
union all
select
    {{ columns | join(', ') }},
    cast(duplicate_count as integer) as duplicate_count,
    has_conflict
from copies_ranked
where copy_rank = 1
{%- if is_incremental() %}
union all
{{ stored_places(columns) }}
{%- endif %}
