# In what share of all models each state is an equilibrium; a file that leaves nothing open says so.
entente moves scenarios/labour.yaml --models 200 --limit 2
entente moves scenarios/parthenon.yaml --models 200 --seed 2 --about place,law --table shares
entente moves scenarios/prisoners-dilemma.yaml --models 200
# Of blocs and of all coalitions.
entente moves scenarios/labour.yaml --models 50 --about shifts,guarantee --limit 2 --blocs "union, yard" --coalitions
# What is asked of one model alone.
entente moves scenarios/elmira.yaml --models 200 --horizon 2
