{#
    Grain: one row per delivered user agent that names a known bot. Of all landed
    records, whether they are kept or not: rows are only ever added, so the order of
    arrival cannot matter. It follows the staged events and sessions follow it, so that
    no session is cut before its user agents are known.
#}

{{ by_touched('user_agent', 'user_agent', upstream='stg_firehose__events') }}
{%- do ref('stg_firehose__events') -%} {# built before, not read #}

with

user_agents as (

    select distinct user_agent
    from {{ source('firehose', 'events') }}
    where
        {{ byte_count('user_agent') }} <= 1024 -- longer ones are quarantined
        and {{ is_new('stg_firehose__events') }}

),

bots as (

    select * from {{ ref('bot_user_agents') }}

)

-- one row a user agent, whichever of several bots it names
select
    cast(user_agents.user_agent as varchar(1024)) as user_agent,
    cast(min(bots.bot) as varchar(64)) as bot
from user_agents
inner join bots on strpos(lower(user_agents.user_agent), bots.pattern) > 0
group by user_agents.user_agent
