# 537 voters under a rule of several parts: the President against one of each chamber.
entente power scenarios/congress.yaml --quiet | head -40
