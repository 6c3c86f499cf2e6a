# What Russia asks to join, what Washington could do with other aims, and a small table of states.
entente coalitions scenarios/new-yalta.yaml --join russia --limit 3
entente coalitions scenarios/new-yalta.yaml --with 'alliance = grand' --instead us=syria --limit 2
entente coalitions scenarios/new-yalta.yaml --stable --about line,alliance --limit 3
