# Staged accession: a pact of two first, a third joins or not. It turns on what is on the table and on
# the red line on Assad.
cat > pacts.yaml <<'YAML'
# Who can join whom, step by step?
entente: 1
title: Two pacts instead of one alliance
question: deal of {france, russia, us} with us_joins = joined

actors: {france: , russia: , us: }

issues:
  pact_fr:
    name: Pact of France and Russia
    outcomes: [none, signed]
    status quo: none
    control: all of [france, russia]
  us_joins:
    name: The United States join
    outcomes: [out, joined]
    status quo: out
    control: all of [france, russia, us]
  line:
    name: Line on Assad
    for each: [france, russia, us]
    outcomes: [must_go, transition, legitimate]
    status quo: {france: must_go, russia: legitimate, us: must_go}
  assad:
    outcomes: [leaves, transition, stays]
    follows:
      - {when: line.russia = must_go, then: leaves}
      - {when: line.russia = transition, then: transition}
      - otherwise: stays
  ukraine_nato:
    outcomes: [ruled_out, open, member]
    status quo: open
    control: all of [us, france]
  border:
    outcomes: [separatists, monitored, ukraine]
    status quo: separatists
    control: russia
  sanctions:
    outcomes: [full, eased, lifted]
    status quo: full
    control: all of [us, france]

rules:
  - if us_joins = joined then pact_fr = signed
  - if pact_fr = signed then line.france = line.russia
  - if us_joins = joined then line.us = line.russia

preferences:
  france:
    wants:
      pact_fr: signed
      us_joins: joined
      assad: leaves > transition > stays
      border: ukraine > monitored > separatists
      line.france: must_go > transition > legitimate
      ukraine_nato: open > member > ruled_out
      sanctions: eased > full > lifted
    salience: (pact_fr | us_joins | assad) > (border | line.france) > (ukraine_nato | sanctions)
  russia:
    wants:
      ukraine_nato: ruled_out > open > member
      sanctions: lifted > eased > full
      pact_fr: signed
      us_joins: joined
      border: separatists > monitored > ukraine
      assad: stays > transition > leaves
      line.us: legitimate > transition > must_go
    salience: ukraine_nato > (sanctions | pact_fr | us_joins) > (border | assad) > line.us
    red lines:
      - name: Assad stays
        never: assad != stays
  us:
    wants:
      assad: leaves > transition > stays
      border: ukraine > monitored > separatists
      ukraine_nato: open > member > ruled_out
      sanctions: full > eased > lifted
      line.us: must_go > transition > legitimate
      us_joins: joined
    salience: (assad | border) > (ukraine_nato | sanctions | line.us) > us_joins
YAML
entente coalitions pacts.yaml --orders --about pact_fr,us_joins,line
entente coalitions pacts.yaml --orders --about pact_fr,us_joins,line \
    --set 'preferences.russia.red lines=[]' --table orders
entente coalitions pacts.yaml --orders --table orders
