# Past a limit: what is left out and what is still known; a question that cannot be asked.
{
    echo "entente: 1"
    echo "question: deal of {a1, a2} with x = yes"
    echo "actors:"
    for i in $(seq 22); do echo "  a$i:"; done
    echo "issues:"
    echo "  x: {outcomes: [no, yes], status quo: no, control: \"11 of all\"}"
    echo "  y: {outcomes: [no, yes], status quo: no, control: a1}"
    echo "preferences:"
    for i in $(seq 22); do echo "  a$i: {wants: {x: yes}}"; done
} > many.yaml
entente coalitions many.yaml --can 'x = yes and y = yes' --limit 1
entente coalitions many.yaml --stable
entente coalitions scenarios/new-yalta.yaml --every
entente coalitions scenarios/new-yalta.yaml --instead saudi=us
