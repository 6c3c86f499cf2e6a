# Which divisions would last when a bloc does what its own deal says.
entente blocs scenarios/harbour.yaml --liking deals --limit 2
entente blocs scenarios/harbour.yaml --liking deals --of 'north, east' --csv --table deals
