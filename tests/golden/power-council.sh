# A body under a rule of two parts: who has a veto, every index, minimal coalitions.
entente power scenarios/security-council.yaml --rule council --limit 2
