# Tables with their stable names; a joiner who is nobody, and a game without a status quo.
entente coalitions scenarios/water-treaty.yaml --table viable
entente coalitions scenarios/water-treaty.yaml --table presence
entente coalitions scenarios/water-treaty.yaml --orders --table orders
entente coalitions scenarios/water-treaty.yaml --join nobody
entente coalitions scenarios/coalition-government.yaml --orders
