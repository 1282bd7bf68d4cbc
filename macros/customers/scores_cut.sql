{#-
    CTEs that end in `customers_scored`: `customers_measured` with scores of 1 to 5, told
    by cut points of all customers of the channel on that date: equal values have equal
    scores. Cut points are rounded to the places they have: no engine's last bit decides.
-#}

{% macro scores_cut() -%}
{%- set measures = {
    'recency': 'recency_days', 'frequency': 'order_count', 'monetary': 'net_amount'
} -%}
{%- set quintiles = [0.2, 0.4, 0.6, 0.8] -%}
{% for name, measure in measures.items() -%}
{{ name }}_cut as (

    select
        channel,
        score_date,
        {%- for quintile in quintiles %}
        {% set cut -%}
            percentile_cont({{ quintile }}) within group (
                order by cast({{ measure }} as double precision)
            )
        {%- endset -%}
        {{ rounded(cut, 5) }} as {{ name }}_cut_{{ loop.index }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from customers_measured
    group by channel, score_date

),

{% endfor -%}
customers_scored as (

    select
        customers_measured.*,
        {%- for name, measure in measures.items() %}
        {%- set is_reversed = name == 'recency' %}
        {{ 5 if is_reversed else 1 }}
        {%- for quintile in quintiles %}
        {{ '-' if is_reversed else '+' }} case
            when
                cast(customers_measured.{{ measure }} as double precision)
                > {{ name }}_cut.{{ name }}_cut_{{ loop.index }}
                then 1
            else 0
        end
        {%- endfor %} as {{ name }}_score
        {{- ',' if not loop.last }}
        {%- endfor %}
    from customers_measured
    {%- for name in measures %}
    inner join {{ name }}_cut
        on
            customers_measured.channel = {{ name }}_cut.channel
            and customers_measured.score_date = {{ name }}_cut.score_date
    {%- endfor %}

)
{%- endmacro %}
