# One table as CSV, for a spreadsheet.
entente deals scenarios/coalition-government.yaml --csv --table terms
