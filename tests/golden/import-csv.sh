# CSV files as scenarios, which can then be asked.
printf 'member;votes;people\n"North, the";3;20\nEast;2;10\nIsles;1;0.5\n' > members.csv
entente import votes members.csv | tee body.yaml
entente power body.yaml --csv | cut -d, -f1-4
printf 'coalition,worth\na + b,5\nb+c,6\nall,9\n' > game.csv
entente import worth game.csv | tee game.yaml
entente worth game.yaml --csv
