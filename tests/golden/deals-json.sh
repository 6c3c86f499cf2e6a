# All tables and facts of deals as JSON, exact numbers included.
entente deals scenarios/water-treaty.yaml --limit 2 --json
