{# The seed names 5 x 5 x 5 combinations. If a row comes back, some have no segment. #}

with

segments as (

    select count(*) as segment_count
    from {{ ref('rfm_segments') }}

)

select * from segments
where segment_count != 125
