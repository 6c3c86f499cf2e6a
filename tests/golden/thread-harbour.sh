# A small discussion with its reasons.
entente thread scenarios/harbour.yaml --models 60 --quiet
