# Terms that are enough whatever else is settled, breakers, prices; against what each would do alone.
entente terms scenarios/water-treaty.yaml --rest any --fallback best-replies --limit 5
