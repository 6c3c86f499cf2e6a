# 537 voters under a rule of several parts: the President against one of each chamber.
entente power scenarios/congress.yaml --quiet | grep -E 'Voter|representative 1 |senator 1 |president|none is off'
