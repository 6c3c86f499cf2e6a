# The founding conflict from the side of the alliance; who would break its shortest deal.
entente coalitions scenarios/new-yalta.yaml --limit 4
entente coalitions scenarios/new-yalta.yaml --deal 'campaign.us = ground, border = ukraine'
