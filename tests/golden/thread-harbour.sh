entente thread scenarios/harbour.yaml --models 60 --quiet
