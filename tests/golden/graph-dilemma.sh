# The graph of the prisoner's dilemma for other programs, and drawn.
entente export dot scenarios/prisoners-dilemma.yaml
entente export graphml scenarios/prisoners-dilemma.yaml
entente export svg scenarios/prisoners-dilemma.yaml
