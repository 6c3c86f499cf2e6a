"""The thread, its page and the study store, asked through the program.

    ENTENTE=build/release/entente python3 tests/test_thread.py
"""

import hashlib
import html.parser
import json
import os
import sqlite3
import subprocess
import tempfile
import unittest

PROGRAM = os.path.abspath(os.environ.get("ENTENTE", "build/release/entente"))
SOURCE = os.path.abspath(os.environ.get("ENTENTE_SOURCE", "."))
HARBOUR = os.path.join(SOURCE, "scenarios", "harbour.yaml")
FEW = ["--models", "40"]

HOSTILE = "<script>alert('x')</script>\"&amp;'"

SCENARIO = """entente: 1
title: %(text)s
actors: {a: {name: %(text)s}, b: }
issues:
  i: {name: %(text)s, outcomes: [x, y, z], control: all of all, status quo: x}
  j: {outcomes: [x, y], control: all of all, status quo: x}
preferences:
  a: {wants: {i: {order: y > z > x}, j: x}, red lines: [{never: i = z, name: %(text)s, note: %(text)s}]}
  b: {wants: {i: {order: z > y > x}, j: y}}
claims:
  - {claim: "some deal of {a, b} with j = y", rests on: [%(text)s], note: %(text)s}
views:
  other: {by: %(text)s, says: %(text)s, number: %(text)s, claims: ["no deal of {a, b} with i = z"],
          changes: [{change: freeze j, name: %(text)s}]}
"""


def run(*arguments, folder=None):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False,
                          cwd=folder)


class Page(html.parser.HTMLParser):
    """Whether all elements are closed in their order, and what is inside them."""

    VOID = {"meta", "input", "br", "hr", "link", "img"}

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.wrong, self.attributes, self.ids = [], [], [], [], []
        self.cards, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "li" and ("class", "card") in attrs:
            self.cards.append([len(self.open), "", 0])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.text.append(data)
        if self.cards and "style" not in self.open:
            self.cards[-1][1] += data


def page_of(text):
    page = Page()
    page.feed(text)
    page.close()
    return page


class Pages(unittest.TestCase):
    def check(self, text):
        page = page_of(text)
        self.assertEqual(page.wrong, [])
        self.assertEqual(page.open, [])
        self.assertEqual(len(page.ids), len(set(page.ids)), "an id stands twice")
        for word in ("http:", "https:", "src=", "url(", "@import", "<link", "<script", "<iframe"):
            self.assertNotIn(word, text.lower())
        for name, _ in page.attributes:
            self.assertFalse(name.startswith("on"), name)
        return page

    def test_harbour(self):
        done = run("thread", HARBOUR, "--html", *FEW)
        self.assertEqual(done.returncode, 0, done.stderr)
        page = self.check(done.stdout)
        said = json.loads(run("thread", HARBOUR, "--json", *FEW).stdout)["tables"]
        self.assertEqual(len(page.cards), len(said["claims"]))
        for (_, text, _), claim in zip(page.cards, said["claims"]):
            self.assertIn(claim["text"], text)
            self.assertIn(claim["verdict"], text)
            for reason in ("in_words", "witness", "crux"):  # why, inside the page
                if claim[reason] and claim["verdict"] != "pending":
                    words = claim[reason].split(": ", 1)[-1]
                    self.assertIn(words.split(" (")[0].split(";")[0], text)
        for row in said["premises"]:
            if row["named"]:
                self.assertIn(row["name"] or row["path"], page.cards[row["claim"] - 1][1])

    def test_hostile_names(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "h.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(SCENARIO % {"text": json.dumps(HOSTILE)})
            for verb in (["thread", path], ["claims", path], ["compare", path, "base", "other"]):
                done = run(*verb, "--html", *FEW)
                self.assertEqual(done.returncode, 0, done.stderr)
                page = self.check(done.stdout)
                self.assertNotIn("script", page.seen)
                if verb[0] == "thread":
                    self.assertIn(HOSTILE, "".join(page.text))

    def test_parser_can_fail(self):
        self.assertTrue(page_of("<p><b>x</p></b>").wrong)
        self.assertTrue(page_of("<ul><li>x</li>").open)


class Verbs(unittest.TestCase):
    def claims(self, *arguments, status=0):
        done = run("claims", HARBOUR, *FEW, *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def test_strict(self):
        self.claims("--strict")
        claim = ["--claim", "some deal of {north, east} with tolls = none"]
        self.claims(*claim)
        self.claims(*claim, "--strict", status=1)
        self.claims("--claim", "not " + claim[1], "--strict")

    def test_text_of_all_verbs(self):
        """Work goes on long enough for progress to be told."""
        for verb in (["thread", HARBOUR], ["claims", HARBOUR], ["compare", HARBOUR, "base", "hawks"]):
            done = run(*verb, "--models", "300")
            self.assertEqual(done.returncode, 0, (verb, done.stderr))
            self.assertTrue(all(len(line) <= 80 for line in done.stdout.split("\n")), verb)

    def test_view(self):
        rows = json.loads(self.claims("--json", "--view", "doves").stdout)["tables"]["claims"]
        told = [row for row in rows if row["verdict"] != "unknown"]
        self.assertEqual({row["view"] for row in told}, {"doves"})
        done = self.claims("--view", "nobody", status=1)
        self.assertIn("E0380", done.stderr)

    def test_claim_in_a_view(self):
        """A sentence that is asked of one view has that view's answer, and --strict looks at it."""
        claim = ["--claim", "every deal of {north, east} has strait = shared"]
        for view, verdict, status in (("hawks", "holds", 0), ("base", "depends", 1)):
            done = self.claims(*claim, "--view", view, "--json", "--strict", status=status)
            row = json.loads(done.stdout)["tables"]["claims"][0]
            self.assertEqual((row["view"], row["verdict"]), (view, verdict))
        self.claims(*claim, "--view", "nobody", status=1)

    def test_models_and_seed(self):
        claim = ["--claim", "some deal of {north, east} with strait = shared", "--json"]
        first, again = self.claims(*claim), self.claims(*claim)
        self.assertEqual(first.stdout, again.stdout)
        other = self.claims(*claim, "--seed", "2")
        answers = [json.loads(x.stdout)["tables"]["claims"][0] for x in (first, other)]
        self.assertEqual([x["models"] for x in answers], [40, 40])
        self.assertNotEqual(answers[0], answers[1])
        self.assertEqual(json.loads(other.stdout)["facts"]["seed"], 2)
        for wrong in (["--models", "0"], ["--models", "1000001"], ["--models", "x"]):
            self.assertEqual(run("claims", HARBOUR, *wrong).returncode, 2)

    def test_no_claims(self):
        done = run("claims", os.path.join(SOURCE, "scenarios", "elmira.yaml"), "--strict")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("makes no claims", done.stdout)

    def test_threads_say_the_same(self):
        for verb in (["thread", HARBOUR], ["compare", HARBOUR, "hawks", "outlaws"]):
            each = {run(*verb, *FEW, "--json", "--threads", n).stdout for n in "124"}
            self.assertEqual(len(each), 1, verb)

    def test_names_like_comments(self):
        """A view that changes what is wanted of an issue called `note` answers otherwise."""
        text = """entente: 1
actors: {a: , b: }
issues: {note: {outcomes: [x, y], control: all of all, status quo: x}}
preferences: {a: {wants: {note: y}}, b: {wants: {note: y}}}
claims: ["some deal of {a, b}"]
views: {v: {changes: [{replace: {preferences: {b: {wants: {note: x}}}}}]}}
"""
        for name in ("note", "from", "other"):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "n.yaml")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text.replace("note", name))
                rows = json.loads(run("claims", path, "--json").stdout)["tables"]["verdicts"]
            self.assertEqual([row["verdict"] for row in rows], ["holds", "fails"], name)

    def strict(self, text, claims):
        """Each claim holds (True) or does not."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "r.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            for claim, holds in claims:
                done = run("claims", path, "--claim", claim, "--strict")
                self.assertEqual(done.returncode, 0 if holds else 1,
                                 (claim, done.stdout, done.stderr))

    def test_raising_a_reservation(self):
        self.strict("""entente: 1
actors: {a: , b: }
issues:
  i: {outcomes: [x, y], control: all of all, status quo: x}
  j: {outcomes: [x, y], control: all of all, status quo: x}
preferences:
  a: {wants: {i: y, j: y}, salience: {i: 50, j: 50}, reservation: 0.4}
  b: {wants: {i: y, j: y}, salience: {i: 50, j: 50}}
""", [("raising a.reservation lowers deals of {a, b}", True),
      ("raising a.reservation raises deals of {a, b}", False),
      ("raising b.reservation lowers deals of {a, b}", False)])

    def test_rising_and_falling_again(self):
        """6, 7, 7, 6, 6 deals: more packages with i = hi, then none with i = lo and k = y."""
        self.strict("""entente: 1
actors: {a: }
issues:
  i: {outcomes: [lo, mid, hi], control: a, status quo: mid}
  j: {outcomes: [x, y], control: a, status quo: x}
  k: {outcomes: [x, y], control: a, status quo: x}
preferences:
  a:
    wants: {i: {values: {lo: 0, mid: 50, hi: 100}}, j: x, k: y}
    salience: {i: 10, j: 6, k: 9}
""", [("raising a.salience.i raises deals of {a}", False),
      ("raising a.salience.i lowers deals of {a}", False),
      ("raising a.salience.i raises deals of {a} with i = hi", True),
      ("raising a.salience.i lowers deals of {a} with i = lo", True)])

    def test_falling_and_rising_above(self):
        """6, 6, 6, 5, 7 deals: more in the end, but fewer on the way."""
        self.strict("""entente: 1
actors: {a: }
issues:
  i: {outcomes: [lo, mid, hi], control: a, status quo: mid}
  j: {outcomes: [x, y], control: a, status quo: x}
  k: {outcomes: [x, y], control: a, status quo: x}
  l: {outcomes: [x, y], control: a, status quo: x}
preferences:
  a:
    wants: {i: {values: {lo: 0, mid: 50, hi: 100}}, j: x, k: y, l: x}
    salience: {i: 10, j: 12, k: 9, l: 12}
""", [("raising a.salience.i raises deals of {a}", False),
      ("raising a.salience.i lowers deals of {a}", False)])

    def test_raising_what_no_deal_brings(self):
        """With a quarter more land a wins alone, and there is nothing left to join for."""
        self.strict("""entente: 1
actors: {a: {resources: {land: 8}}, b: {resources: {land: 4}}}
issues:
  on: {for each: [a, b], outcomes: [no, yes], status quo: {a: yes, b: no}}
  won: {outcomes: [no, yes], follows: [{when: total(land where on = yes) >= 10, then: yes},
                                       {otherwise: no}]}
preferences:
  a: {wants: {won: yes}}
  b: {wants: {won: yes, on.b: no}, salience: {won: 50, on.b: 20}}
""", [("some deal of {a, b}", True),
      ("raising a.resources.land lowers deals of {a, b}", True),
      ("raising b.resources.land lowers deals of {a, b}", False),
      ("raising a.resources.land lowers the gain of b in the best deal of {a, b}", True)])


class Store(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = self.file("s.db")

    def tearDown(self):
        self.folder.cleanup()

    def file(self, name, data=None):
        path = os.path.join(self.folder.name, name)
        if data is not None:
            with open(path, "wb") as file:
                file.write(data)
        return path

    def ask(self, *arguments, status=0, store=None):
        done = run(*arguments, *FEW, "--store", store or self.path)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def rows(self, query):
        db = sqlite3.connect(self.path)
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()

    def test_answers_come_back(self):
        asked = [["thread", HARBOUR], ["claims", HARBOUR, "--seed", "3"],
                 ["deals", HARBOUR, "--set", "east.salience.tolls=30", "--set",
                  "east.salience.raids=60"],
                 ["claims", HARBOUR, "--claim", "no deal of {north, east}", "--view", "doves"]]
        for number, one in enumerate(asked, 1):
            keep = run(*one, *FEW, "--json") if one[0] != "deals" else run(*one, "--json")
            self.assertEqual(keep.returncode, 0, keep.stderr)
            extra = FEW if one[0] != "deals" else []
            done = run(*one, *extra, "--store", self.path)
            self.assertEqual(done.returncode, 0, done.stderr)
            kept = run("history", self.path, "--run", str(number))
            self.assertEqual(kept.stdout, keep.stdout)
            again = run("history", self.path, "--run", str(number), "--again", "--json")
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual(again.stdout, keep.stdout)
        with open(HARBOUR, "rb") as file:
            text = file.read()
        self.assertEqual(self.rows("SELECT hash, text FROM scenario"),
                         [(hashlib.sha256(text).hexdigest(), text)])
        self.assertEqual(self.rows("SELECT id, verb, partial FROM run"),
                         [(1, "thread", 0), (2, "claims", 0), (3, "deals", 0), (4, "claims", 0)])
        self.assertEqual(self.rows("PRAGMA journal_mode"), [("wal",)])
        table = json.loads(run("history", self.path, "--json").stdout)["tables"]["runs"]
        self.assertEqual([row["run"] for row in table], [1, 2, 3, 4])
        self.assertIn("--seed 3", table[1]["options"])

    def test_another_answer_is_noticed(self):
        self.ask("claims", HARBOUR)
        db = sqlite3.connect(self.path)
        db.execute("UPDATE run SET answer = '{}'")
        db.commit()
        db.close()
        done = run("history", self.path, "--run", "1", "--again")
        self.assertEqual(done.returncode, 1)
        self.assertIn("another answer", done.stderr)

    def test_no_such_run(self):
        self.ask("claims", HARBOUR)
        done = run("history", self.path, "--run", "7")
        self.assertEqual((done.returncode, "E0386" in done.stderr), (1, True))

    def refused(self, path, code):
        with open(path, "rb") as file:
            before = file.read()
        for arguments in (["claims", HARBOUR, *FEW, "--store", path], ["history", path]):
            done = run(*arguments)
            self.assertEqual((done.returncode, code in done.stderr), (1, True), done.stderr)
            self.assertEqual(done.stdout, "", "it was refused after the work")
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before, "it was not left as it was")

    def test_no_database(self):
        self.refused(self.file("notes.txt", b"these are my notes\n" * 100), "E0384")

    def test_empty_file(self):
        """To look at it makes nothing of it; to keep a run makes it a store."""
        path = self.file("empty.db", b"")
        done = run("history", path)
        self.assertEqual((done.returncode, "E0385" in done.stderr), (1, True), done.stderr)
        self.assertEqual((os.path.getsize(path), os.listdir(self.folder.name)), (0, ["empty.db"]))
        self.ask("claims", HARBOUR, store=path)
        self.assertEqual(run("history", path).returncode, 0)

    def test_foreign_database(self):
        path = self.file("foreign.db")
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE run (id INTEGER PRIMARY KEY, mine TEXT)")
        db.commit()
        db.close()
        self.refused(path, "E0385")

    def test_store_of_another_version(self):
        self.ask("claims", HARBOUR)
        db = sqlite3.connect(self.path)
        db.execute("PRAGMA user_version = 99")
        db.close()
        self.refused(self.path, "E0385")

    def test_no_folder(self):
        done = self.ask("claims", HARBOUR, store=self.file("no/such/folder/s.db"), status=1)
        self.assertIn("E0384", done.stderr)
        done = run("history", self.file("nothing.db"))
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse(os.path.exists(self.file("nothing.db")))

    def test_read_only(self):
        """As somebody who may not write: root may write anywhere, so it becomes nobody."""
        self.ask("claims", HARBOUR)
        run("history", self.path)
        os.chmod(self.path, 0o444)
        os.chmod(self.folder.name, 0o555)
        user = {"user": 65534} if os.getuid() == 0 else {}
        try:
            try:
                able = subprocess.run([PROGRAM, "--version"], check=False, capture_output=True, **user)
            except PermissionError:
                able = None
            if able is None or able.returncode != 0:
                self.skipTest("nobody may not run the program")
            with open(self.path, "rb") as file:
                before = file.read()
            done = subprocess.run([PROGRAM, "claims", HARBOUR, *FEW, "--store", self.path],
                                  capture_output=True, text=True, check=False, **user)
            self.assertEqual((done.returncode, "E0384" in done.stderr), (1, True), done.stderr)
            self.assertEqual(done.stdout, "", "it was refused after the work")
            done = subprocess.run([PROGRAM, "history", self.path], capture_output=True, text=True,
                                  check=False, **user)
            self.assertEqual((done.returncode, "claims" in done.stdout), (0, True), done.stderr)
            self.assertEqual(os.listdir(self.folder.name), ["s.db"])
            with open(self.path, "rb") as file:
                self.assertEqual(file.read(), before)
        finally:
            os.chmod(self.folder.name, 0o755)

    def test_folder(self):
        done = self.ask("claims", HARBOUR, store=self.folder.name, status=1)
        self.assertIn("E0384", done.stderr)

    def test_many_writers_make_one_store(self):
        for name in ("a.db", "b.db", "c.db"):
            path = self.file(name)
            each = [subprocess.Popen([PROGRAM, "claims", HARBOUR, "--models", "5", "--store", path],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                    for _ in range(6)]
            for one in each:
                _, said = one.communicate()
                self.assertEqual((one.returncode, said), (0, b""))
            rows = json.loads(run("history", path, "--json").stdout)["tables"]["runs"]
            self.assertEqual([row["run"] for row in rows], [1, 2, 3, 4, 5, 6])


if __name__ == "__main__":
    unittest.main()
