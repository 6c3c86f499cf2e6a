# What sections of coalitions say of one model, counted over models.
entente coalitions scenarios/harbour.yaml --models 100 --deal 'patrol.north = full, patrol.east = full, strait = shared'
entente coalitions scenarios/harbour.yaml --models 50 --orders --limit 3
entente coalitions scenarios/harbour.yaml --models 20 --stable --about 'patrol.north, strait' --limit 2
entente coalitions scenarios/harbour.yaml --models 20 --instead harbour=raiders --limit 2
entente coalitions scenarios/harbour.yaml --models 20 --outsiders worst --csv
entente coalitions scenarios/harbour.yaml --models 20 --join harbour --limit 4
entente blocs scenarios/harbour.yaml --liking deals --of 'north, east, harbour' --division 'north, east | harbour' --models 20 --limit 2
entente power scenarios/harbour.yaml --can 'raids = stopped' --set 'actors.raiders.resources.ships=[5, 10]' --set 'actors.harbour.resources.ships=[10, 30]' --models 40
