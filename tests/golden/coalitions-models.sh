# In what share of the models that fit a file coalitions can and would, and who is needed.
entente coalitions scenarios/harbour.yaml --models 100
entente coalitions scenarios/harbour.yaml --models 20 --seed 7 --of 'north, east' --can 'patrol.north = full' --csv --table shares
entente coalitions scenarios/harbour.yaml --models 200000
