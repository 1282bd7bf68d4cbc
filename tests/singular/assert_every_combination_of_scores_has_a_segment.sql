{#
    The seed names 5 x 5 x 5 combinations. If a row comes back, some have no segment. A
    build of no rows (`--empty`) has none of them.
#}

with

segments as (

    select count(*) as segment_count
    from {{ ref('rfm_segments') }}

)

select * from segments
where segment_count not in (0, 125)
