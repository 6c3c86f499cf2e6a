# Wrong usage: an unknown verb, an unknown option, a value out of range; status 2 each.
entente frobnicate scenarios/labour.yaml; echo "status $?"
entente deals scenarios/labour.yaml --limmit 3; echo "status $?"
entente deals scenarios/labour.yaml --limit 0; echo "status $?"
entente deals scenarios/nowhere.yaml; echo "status $?"
