{#-
    The CTE `refused_counted`: records that the loader or staging refused, by the date
    of their object in `objects` and the reason. They may have no valid time of their
    own.
-#}

{% macro refused_records() -%}
refused as (

    select
        cast('rejected' as varchar(32)) as measure,
        cast(reason as varchar(1024)) as detail,
        object_key,
        object_hash
    from {{ source('firehose', 'rejected_records') }}
    where kind = 'event' and {{ is_new('stg_firehose__events') }}
    union all
    select
        cast('quarantined' as varchar(32)) as measure,
        cast(reason as varchar(1024)) as detail,
        object_key,
        object_hash
    from {{ ref('stg_firehose__events_quarantined') }}

),

refused_counted as (

    select
        objects.quality_date,
        refused.measure,
        refused.detail,
        count(*) as record_count
    from refused
    inner join objects
        on
            refused.object_key = objects.object_key
            and refused.object_hash = objects.object_hash
    group by objects.quality_date, refused.measure, refused.detail

)
{%- endmacro %}
