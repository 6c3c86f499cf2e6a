# Where the Elmira conflict is stable; its equilibria under coalitions, and with a bloc as one player.
entente moves scenarios/elmira.yaml
entente moves scenarios/elmira.yaml --coalitions --table universal
entente moves scenarios/elmira.yaml --blocs "ministry, uniroyal" --limit 3
