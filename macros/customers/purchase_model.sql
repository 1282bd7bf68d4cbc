{#-
    Closed forms of the fitted models, see scoring/purchases.py and scoring/spending.py.
    `customers` has repeat_day_count, active_days, tenure_days and repeat_amount;
    `models` the parameters.
-#}

{#-
    The probability that a customer has not left (Fader, Hardie and Lee 2008, Computing
    P(alive) Using the BG/NBD Model). Null without a repeat: the model says 1 of everybody
    who came once. Odds above e^700 would be no double.
-#}
{% macro alive_probability(customers, models) -%}
    {%- set known = "cast(" ~ customers ~ ".tenure_days as double precision) / 7" -%}
    {%- set active = "cast(" ~ customers ~ ".active_days as double precision) / 7" -%}
    {%- set again -%}
        {{ models }}.purchases_b + {{ customers }}.repeat_day_count - 1
    {%- endset -%}
    {%- set log_odds -%}
        ln({{ quotient(models ~ '.purchases_a', again) }})
        + ({{ models }}.purchases_r + {{ customers }}.repeat_day_count) * (
            ln({{ models }}.purchases_alpha + {{ known }})
            - ln({{ models }}.purchases_alpha + {{ active }})
        )
    {%- endset -%}
    case
        when {{ customers }}.repeat_day_count > 0
            then 1 / (1 + exp(least(700, {{ log_odds }})))
    end
{%- endmacro %}

{#- What a customer is expected to spend on a day of purchases: their own mean, drawn to
    everybody's where little is known (Fader and Hardie 2013). -#}
{% macro expected_day_amount(customers, models) -%}
    {%- set spent = "cast(" ~ customers ~ ".repeat_amount as double precision)" -%}
    {%- set shape = models ~ ".spending_p * " ~ customers ~ ".repeat_day_count" -%}
    {{ quotient(
        models ~ '.spending_p * (' ~ models ~ '.spending_v + ' ~ spent ~ ')',
        shape ~ ' + ' ~ models ~ '.spending_q - 1'
    ) }}
{%- endmacro %}
