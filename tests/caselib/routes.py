"""Two ways to give a negotiation domain to the program.

A route has the ids of actors, issues and values in the order of neutral.json, and gives for each
question the scenario file and the options that set what no deal is worth.
"""

import re

from caselib.domain import read
from caselib.program import number


class Written:
    """Scenarios written from the exact numbers of neutral.json."""

    reverses = True  # can be asked with everybody wanting the contrary

    def __init__(self, scored, directory):
        self.scored, self.directory = scored, directory
        self.actors = [f"agent{j}" for j in range(len(scored.worth))]
        self.issues = [f"issue{i}" for i in range(len(scored.domain.issues))]
        self.values = [[f"value{v}" for v in range(len(values))]
                       for values in scored.domain.values]
        self.files = {}

    def scenario(self, reservations=None, reverse=False):
        reservations = reservations or self.scored.disagreement
        text = self.scored.scenario(reservations, reverse)
        if text not in self.files:
            path = self.directory / f"written{len(list(self.directory.iterdir()))}.json"
            path.write_text(text, encoding="utf-8")
            self.files[text] = str(path)
        return self.files[text], []


class Imported:
    """The scenario that `entente import genius` makes of the XML files in the folder. It must have
    the names, worth and reservation values of neutral.json, exactly."""

    reverses = False

    def __init__(self, program, scored, directory):
        self.scored = scored
        domain, profiles = self.xml(scored.domain)
        text = program.run("import", "genius", domain, *profiles, "--scoring", scored.scoring)
        path = directory / f"imported{len(list(directory.iterdir()))}.yaml"
        path.write_text(text, encoding="utf-8")
        self.file = str(path)
        tables = program.ask("show", self.file)["tables"]
        self.actors = [row["actor"] for row in tables["actors"]]  # in the order of the profiles
        self.issues = in_order(scored.domain.issues, tables["issues"], "issue")
        self.values = [in_order(values, [row for row in tables["outcomes"]
                                         if row["issue"] == issue], "outcome")
                       for issue, values in zip(self.issues, scored.domain.values)]
        self.check(tables)

    @staticmethod
    def possible(folder):
        return any(folder.glob("*.xml"))

    @staticmethod
    def xml(domain):
        """The file of the domain, and the profile of each agent: as SOURCE.json lists them, or else
        profiles are called after their agents."""
        source = domain.folder / "SOURCE.json"
        files = read(source).get("files", []) if source.is_file() else []
        if len(files) == len(domain.agents) + 1:
            return domain.folder / files[0], [domain.folder / name for name in files[1:]]
        files = sorted(domain.folder.glob("*.xml"))
        profiles = [domain.folder / f"{name}.xml" for name in domain.agents]
        missing = [path.name for path in profiles if path not in files]
        if missing:
            raise ValueError(f"no profile {', '.join(missing)}")
        domains = [path for path in files if path not in profiles and re.search(
            "<negotiation_template", path.read_text(encoding="utf-8", errors="replace"))]
        if len(domains) != 1:
            raise ValueError(f"{len(domains)} files may be that of the domain")
        return domains[0], profiles

    def check(self, tables):
        """Worth and reservation values; an issue that does not matter may be left out."""
        said = {(row["actor"], row["issue"], row["outcome"]): number(row, "worth")
                for row in tables["worth"]}
        reservations = {row["actor"]: number(row, "low") for row in tables["reservations"]}
        for actor, issues, reservation in zip(self.actors, self.scored.worth,
                                              self.scored.disagreement):
            for issue, values, exact in zip(self.issues, self.values, issues):
                for value, worth in zip(values, exact):
                    key = (actor, issue, value)
                    if said.get(key, 0) != worth:
                        raise ValueError(f"worth of {key}: expected {worth}, "
                                         f"imported {said.get(key)}")
            if reservations.get(actor) != reservation:
                raise ValueError(f"reservation of {actor}: expected {reservation}, "
                                 f"imported {reservations.get(actor)}")

    def scenario(self, reservations=None):
        if reservations is None:
            return self.file, []
        return self.file, [word for actor, value in zip(self.actors, reservations)
                           for word in ("--set", f"preferences.{actor}.reservation={value}")]


def in_order(names, rows, column):
    """The ids of rows that have these names, in the order of the names; where letters alone would
    not tell names apart, as they stand; where names do not tell at all, rows stand in their order."""
    def found(key):
        ids = {}
        for row in rows:
            ids.setdefault(key(row["name"] or row[column]), []).append(row[column])
        return [ids.get(key(str(name)), []) for name in names]

    for key in (str.strip, lambda name: re.sub(r"\W+", " ", name).strip().lower()):
        ids = found(key)
        if all(len(each) == 1 for each in ids):
            return [each[0] for each in ids]
    if len(rows) == len(names):
        return [row[column] for row in rows]
    raise ValueError(f"{column}s not found in the import, or twice: "
                     f"{[name for name, each in zip(names, found(str.strip)) if len(each) != 1]}")
