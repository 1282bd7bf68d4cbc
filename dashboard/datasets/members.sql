{#- Grain: one row per category of level 1 and brand that can be chosen. -#}

with

{{ shown_members() }}

select
    hold,
    place,
    member
from members
where hold != 'none'
