"""What a tournament asks of who enters it: decided by pure functions, kept beside the tournament.

`eligibility` `rosters` `answers`   decide, and give every reason at once
`admission`                         puts them together for an entry, whoever brings it in
`exceptions`                        the organisers' word against a rule, with its reason
`setting` `inviting` `deciding`     use cases: set the rules, invite, approve and refuse
"""
