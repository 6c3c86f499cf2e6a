# How often each actor decides whether something can be brought about.
entente power scenarios/new-yalta.yaml --can 'daesh = defeated' --about war_table --limit 3
entente power scenarios/new-yalta.yaml --can 'daesh = defeated' --of 'us, russia, eu'
entente power scenarios/new-yalta.yaml --can 'daesh = defeated' --of 'eu'
