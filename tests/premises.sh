#!/usr/bin/env bash
# Changing a premise of New Yalta changes the answer, and in the direction that the premise says.
#
# A model whose answer does not move when its statements do is not about its statements. Each check
# below takes one statement of scenarios/new-yalta.yaml, says otherwise by --set, and asserts what
# must then be true of the answer; the reason stands above it. The numbers of deals were computed
# beforehand by a separate brute-force program written from the definitions.
#
# Usage: tests/premises.sh PATH-TO-ENTENTE [SCENARIO]
set -u

entente=${1:?usage: premises.sh PATH-TO-ENTENTE [SCENARIO]}
scenario=${2:-$(dirname "$0")/../scenarios/new-yalta.yaml}
passed=0
failed=0

# judge CONDITION < answer.json: evaluates a Python condition over the answer. Names in it:
#   exists, deals, deals_any, packages   the facts
#   necessary, breakers                  sets of "issue = outcome", decided issues only
#   entailed                             the same for following issues that are so in every deal
#   minimal                              list of packages, each a set of "issue = outcome"
judge() {
    python3 -c '
import json, sys
answer = json.load(sys.stdin)
facts, tables = answer["facts"], answer["tables"]
def terms(role, status):
    return {t["issue"] + " = " + t["outcome"] for t in tables["terms"]
            if t["role"] == role and t["status"] == status}
names = {
    "exists": facts["exists"], "deals": facts["deals"], "deals_any": facts["deals_any"],
    "packages": facts["packages"],
    "necessary": terms("term", "necessary"), "breakers": terms("term", "breaker"),
    "entailed": terms("consequence", "necessary"),
    "minimal": [set(m["package"].split(", ")) for m in tables["minimal"]],
}
condition = compile("(" + sys.argv[1] + ")", "condition", "eval")
if answer["partial"] or not eval(condition, {"all": all, "len": len}, names):
    for name, value in names.items():
        print("    %s: %s" % (name, sorted(value) if isinstance(value, set) else value))
    sys.exit(1)
' "$1"
}

# check TITLE CONDITION [OPTION...]: asks the scenario with these options and judges the answer.
check() {
    local title=$1 condition=$2 answer said
    shift 2
    if ! answer=$("$entente" deals "$scenario" --json --quiet "$@"); then
        echo "FAIL $title: the program did not answer"
        failed=$((failed + 1))
    elif ! said=$(judge "$condition" <<<"$answer" 2>&1); then
        printf 'FAIL %s: not so: %s\n%s\n' "$title" "$condition" "$said"
        failed=$((failed + 1))
    else
        echo "ok   $title"
        passed=$((passed + 1))
    fi
}

# As the file says it. The American army is the only one of the three that is enough, and it comes
# at a price that only Russia can pay.
check "the base view" \
    'exists and packages == 249317 and deals == 2268 and deals_any == 11113
     and "campaign.us = ground" in necessary and "regime = falls" in breakers and len(minimal) == 3'

# A judge that cannot fail proves nothing: this one must.
if "$entente" deals "$scenario" --json --quiet | judge 'not exists' >/dev/null; then
    echo "FAIL the judge accepts what is not so"
    failed=$((failed + 1))
fi

# Capability: with 5 + 20 + 10 the three together stay below the 40 that defeat takes, so no terms
# can help.
check "a small American land force: no deal" 'not exists and deals == 0 and deals_any > 0' \
    --set actors.us.resources.land=5

# Capability of another member: a French army of 40 is enough alone, and France puts Daesh above its
# army at home, so it goes unpaid and the American army is needed no longer.
check "a large French land force: France goes alone" \
    '{"campaign.france = ground"} in minimal and "campaign.us = ground" not in necessary' \
    --set actors.france.resources.land=40

# The gate: what defeat takes is an assumption. Just above the American 40 a second army must come
# along; above all three armies nothing helps.
check "a gate of 41: a second army in every shortest deal" \
    'deals == 948 and all("campaign.france = ground" in m or "campaign.russia = ground" in m
                          for m in minimal)' \
    --set 'daesh.follows[0].when=total(land where campaign = ground) >= 41'
check "a gate of 71: no deal" 'not exists' \
    --set 'daesh.follows[0].when=total(land where campaign = ground) >= 71'

# Salience: where Daesh outweighs the cost of a land war for the United States, it needs no payment.
check "Daesh above all for the United States: no price" \
    '{"campaign.us = ground"} in minimal and len(minimal) == 1' \
    --set 'us.salience=daesh > campaign.us > (assad | border)
                       > (ukraine_nato | sanctions | line.us) > (alliance | massacre)'

# Control: if Ukraine and not Russia decided on the border, Russia could pay with Assad only.
check "the border out of Russia's hands: Assad is the one price" \
    'deals == 18 and len(minimal) == 1 and "line.russia = must_go" in necessary
     and "assad = leaves" in entailed' \
    --set border.control=ukraine

# Red lines of Russia: if it will not give up Assad, only the border is left to pay with.
check "Russia holds to Assad: the border is the one price" \
    'deals == 18 and "border = ukraine" in necessary and "assad = stays" in entailed' \
    --set 'russia.red lines=[assad != stays]'
# If it will give up neither, nothing is left.
check "Russia holds to Assad and to the separatists: no deal" 'not exists' \
    --set 'russia.red lines=[assad != stays, border != separatists]'

# Fallback: if the United States expects the defeat of Daesh without a deal, it buys nothing.
check "victory comes anyway for the United States: no deal" 'not exists' \
    --set 'us.fallback={daesh: defeated}'

# A red line of the West: it alone keeps the border out of the separatists' hands in a grand coalition.
# France holds it for both, since there is no grand coalition without France.
check "a grand coalition needs something settled in Ukraine" \
    'deals == 998 and "border = separatists" in breakers' --with 'alliance = grand'
check "without that red line Assad alone can pay" \
    'deals == 1242 and {"alliance = grand", "line.russia = must_go"} in minimal' \
    --with 'alliance = grand' --set 'france.red lines=[]'

# Wanted: to defeat Daesh in one grand coalition takes one line on Assad, and what the American army
# costs leaves none for a line that keeps him. Without the rule of one line that reason is gone.
check "a grand coalition that defeats Daesh gives Assad up" \
    'deals == 270 and "line.russia = legitimate" in breakers and "assad = stays" not in entailed' \
    --with 'daesh = defeated and alliance = grand'
check "without the rule of one line it need not" \
    'exists and "line.russia = legitimate" not in breakers' \
    --with 'daesh = defeated and alliance = grand' --set 'rules=[campaign.kurds != air]'

# A statement that nothing rests on yet must not matter.
check "the White House is not yet in anyone's reasons" 'deals == 2268' \
    --set white_house.given=republican

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
