# Claims of a small file in every view; one asked by hand that is not as expected.
entente claims scenarios/harbour.yaml --models 60
entente claims scenarios/harbour.yaml --models 60 --view doves --strict --claim "no deal of {north, east}"
