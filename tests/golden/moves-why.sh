# Why each actor stays in a state or moves, ways to a goal, and what would unmake an equilibrium.
entente moves scenarios/elmira.yaml --why "plant = accepts"
entente moves scenarios/elmira.yaml --to "order = modified and plant = accepts" --by farsighted --order any
entente moves scenarios/elmira.yaml --make "plant = accepts"
entente moves scenarios/elmira.yaml --make 7 --concept GMR --table levers
