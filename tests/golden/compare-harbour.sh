entente compare scenarios/harbour.yaml base hawks --models 60
entente compare scenarios/harbour.yaml base nobody
