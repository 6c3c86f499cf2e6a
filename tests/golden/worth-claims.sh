# The nucleolus is the Talmud's division; equal shares are judged beside it.
entente worth scenarios/three-claims.yaml --payoff "hundred = 60, two_hundred = 70, three_hundred = 70"
