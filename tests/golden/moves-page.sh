# The page of moves has the graph drawn, and what improvements lead to.
entente moves scenarios/elmira.yaml --html | sed -n '/<svg/,/<footer/p'
