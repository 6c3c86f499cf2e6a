# What cannot be asked about moves.
entente moves scenarios/elmira.yaml --why "plant = sold"
entente moves scenarios/elmira.yaml --why 13
entente moves scenarios/elmira.yaml --actor mayor
entente moves scenarios/elmira.yaml --blocs "ministry, local; local, uniroyal"
entente moves scenarios/elmira.yaml --blocs given
entente moves scenarios/elmira.yaml --horizon any
entente moves scenarios/elmira.yaml --to "plant = accepts" --order "local+ministry"
entente moves scenarios/new-yalta.yaml
