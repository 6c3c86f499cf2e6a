# Exact fractions as CSV; Luxembourg never decided anything in 1958.
entente power scenarios/european-council.yaml --rule six --csv
