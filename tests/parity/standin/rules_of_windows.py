"""Refusals of window functions and their frames."""

from .refused_names import FRAMED, RANKING
from .rules import HOUSE, refuse
from .tokens import Statement


def window_function(statement: Statement, place: int) -> int:
    """The place of the function whose `over (` stands at a place, or -1."""
    if not statement.follow(place, "over", "("):
        return -1
    closing = place - 1
    if statement.word(closing) == "nulls":
        closing -= 2
    if statement.word(closing) != ")":
        return -1
    function = statement.opening(closing) - 1
    if statement.follow(function - 1, "within", "group"):
        function = statement.opening(function - 2) - 1
    return function


def window_words(statement: Statement, place: int) -> list[str]:
    return statement.words(place + 2, statement.closing(place + 1))


@refuse(
    "ordered window without a frame",
    "write rows between unbounded preceding and current row",
    "c_Window_functions.html",
    "over",
)
def unframed_window(statement: Statement, place: int) -> bool:
    function = window_function(statement, place)
    if function < 0 or statement.word(function) not in FRAMED:
        return False
    inside = window_words(statement, place)
    return "order by" in inside and "rows" not in inside


@refuse(
    "frame of a ranking window",
    "leave the frame out",
    "c_Window_functions.html",
    "over",
)
def framed_ranking(statement: Statement, place: int) -> bool:
    function = window_function(statement, place)
    ranking = function >= 0 and statement.word(function) in RANKING
    return ranking and "rows" in window_words(statement, place)


@refuse(
    "RANGE or GROUPS frame",
    "use rows",
    "r_Window_function_synopsis.html",
    "range",
    "groups",
)
def range_frame(statement: Statement, place: int) -> bool:
    return statement.word(place) in ("range", "groups") and (
        statement.word(place + 1) in ("between", "unbounded", "current")
    )


@refuse(
    "EXCLUDE in a frame", "leave it out", "r_Window_function_synopsis.html", "exclude"
)
def frame_exclusion(statement: Statement, place: int) -> bool:
    return statement.word(place) == "exclude" and (
        statement.word(place + 1) in ("current", "ties", "group", "no")
    )


@refuse("default of lag or lead", "use coalesce around it", "r_WF_LAG.html", "over")
def lag_default(statement: Statement, place: int) -> bool:
    function = window_function(statement, place)
    if function < 0 or statement.word(function) not in ("lag", "lead"):
        return False
    return len(statement.arguments(function + 1)) > 2


@refuse(
    "WINDOW clause",
    "write the window at its function",
    "r_SELECT_synopsis.html",
    "window",
    "over",
)
def named_window(statement: Statement, place: int) -> bool:
    named = statement.word(place) == "window" and statement.word(place + 2) == "as"
    return named or (
        statement.word(place) == "over" and statement.word(place + 1) not in ("(", "")
    )


@refuse("IGNORE NULLS", "filter or fill the nulls first", HOUSE, "ignore", "respect")
def ignore_nulls(statement: Statement, place: int) -> bool:
    return statement.word(place) in ("ignore", "respect") and (
        statement.word(place + 1) == "nulls"
    )
