# Every fact and table of moves as JSON, with rules other than the default.
entente moves scenarios/elmira.yaml --sanction once --harm worse --limit 2 --every --json
entente moves scenarios/elmira.yaml --why 3 --actor local --table improvements
