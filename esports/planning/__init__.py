"""Planning a week: which match starts when, at which station, for which stream, with which referees.

Pure functions over values: no clock, no input or output, no chance that is not an argument. Times are whole
minutes from an origin that the caller chooses (midnight before the first day, say).

`model` says what is asked for and what a plan is, `form` whether a model makes sense, `checker` what is wrong
with a plan, `cost` what it costs; `dispatch` makes a plan in milliseconds, with a reason for each start, and
`improve` a cheaper one in the time that it is given (`kernel`, compiled by `native`); `bounds` says what no
plan can beat, `conflicts` why there is none; `durations` learns how long matches take, `risk` adds up who may
be booked twice, `what_if` says what another model would change, `predict` when the rest of a week that has
begun will start, and `replan` what to change once it went another way than planned; `instances` and `perfect`
make models to measure with.
"""
