# Trades from a package, and a way to where nobody can gain without another losing.
entente trades scenarios/labour.yaml --from "wage = plus_5" --limit 3
entente trades scenarios/labour.yaml --table chain_gains
