{#-
    CTEs from `windows` to `touched_windows` (as_of_date): those that are new among what
    is judged, no longer are, or hold a date touched since this model was built.
-#}

{% macro touched_windows(upstream) -%}
{{ touched_event_dates(upstream) }},

windows_before as (

    select distinct as_of_date
    from {{ this }}

),

touched_windows as (

    select windows.as_of_date
    from windows
    left join windows_before on windows.as_of_date = windows_before.as_of_date
    where windows_before.as_of_date is null
    union
    select windows_before.as_of_date
    from windows_before
    left join windows on windows_before.as_of_date = windows.as_of_date
    where windows.as_of_date is null
    union
    select windows.as_of_date
    from windows
    inner join touched_dates
        on touched_dates.event_date between windows.first_date and windows.last_date

)
{%- endmacro %}
