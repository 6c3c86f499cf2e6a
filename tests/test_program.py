#!/usr/bin/env python3
"""The program at its edges: exit statuses, diagnostics as JSON, full disks, readers that go away,
progress on a terminal, Ctrl-C, manual pages, completion."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = os.environ["ENTENTE"]
SCENARIO = str(Path(os.environ["ENTENTE_SOURCE"]) / "scenarios" / "labour.yaml")
SLOW = bool(os.environ.get("ENTENTE_SANITIZE"))


def run(*arguments, **options):
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([PROGRAM, *arguments], stderr=subprocess.PIPE, text=True, check=False,
                          **options)


def long_scenario(folder):
    """4^18 packages and as many deals to look at: minutes of work."""
    issues = [f"  i{k}: {{outcomes: [a, b, c, d], control: x, status quo: b}}" for k in range(18)]
    wants = ", ".join(f"i{k}: {'d' if k % 2 else 'a'}" for k in range(18))
    path = Path(folder) / "long.yaml"
    path.write_text("entente: 1\nquestion: deal of {x, y}\nactors: {x: {}, y: {}}\nissues:\n" +
                    "\n".join(issues) +
                    f"\npreferences:\n  x: {{wants: {{{wants}}}}}\n  y: {{wants: {{i0: c}}}}\n")
    return str(path)


class Statuses(unittest.TestCase):
    def expect(self, status, message, *arguments):
        done = run(*arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(message, done.stderr)
        if status in (1, 2):
            self.assertEqual(done.stdout, "")

    def test_answered(self):
        for arguments in ((SCENARIO,), ("check", SCENARIO), ("show", SCENARIO),
                          ("deals", SCENARIO, "--limit=1"), ("help",), ("help", "deals"),
                          ("deals", "--help"), ("--version",), ("explain",), ("explain", "E0001"),
                          ("format",), ("format", "--json"), ("format", "issues"), ("-h",)):
            with self.subTest(arguments):
                self.expect(0, "", *arguments)

    def test_wrong_input(self):
        self.expect(1, "E0001", "no-such-file.yaml")
        self.expect(1, "E0001", "check", "deals")  # a file of that name
        self.expect(1, "E9999", "explain", "E9999")
        self.expect(1, "did you mean issues?", "format", "isues")
        self.expect(1, "--of", "deals", SCENARIO, "--of", "union, strangers")
        self.expect(1, "--set", "deals", SCENARIO, "--set", "wage.status quo=nothing")
        self.expect(1, "E0455", "show", SCENARIO, "--table", "nothing")

    def test_wrong_usage(self):
        self.expect(2, "usage: entente FILE")
        self.expect(2, "needs a FILE", "deals")
        self.expect(2, "takes one FILE", "deals", SCENARIO, SCENARIO)
        self.expect(2, "did you mean deals?", "dels", SCENARIO)
        self.expect(2, "did you mean --limit?", "deals", SCENARIO, "--limt", "3")
        self.expect(2, "--limit:1:1: error E0453: 0 is not a whole number in 1..10000", "deals",
                    SCENARIO, "--limit", "0")
        self.expect(2, "--with needs a value", "deals", SCENARIO, "--with")
        self.expect(2, "E0454", "check", SCENARIO, "--limit", "3")
        self.expect(2, "two dashes", "show", SCENARIO, "-json")
        self.expect(2, "choose one", "show", SCENARIO, "--json", "--csv")

    def test_standard_input(self):
        with open(SCENARIO, encoding="utf-8") as file:
            self.assertEqual(run("check", "-", stdin=file).returncode, 0)


class Json(unittest.TestCase):
    def test_mistakes_are_a_list(self):
        for arguments in (("deals", SCENARIO, "--of", "strangers"), ("deals", SCENARIO, "--limt=3"),
                          ("no-such-file.yaml",)):
            done = run(*arguments, "--json")
            found = json.loads(done.stderr)
            self.assertEqual(found[-1]["severity"], "error")
            self.assertEqual(done.stdout, "")

    def test_answers(self):
        for verb in ("brief", "check", "show", "deals"):
            answer = json.loads(run(verb, SCENARIO, "--json").stdout)
            self.assertEqual((answer["verb"], answer["partial"]), (verb, False))


class Output(unittest.TestCase):
    def test_a_full_disk_is_said(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = run("show", SCENARIO, stdout=full)
        self.assertEqual(done.returncode, 4)
        self.assertIn("cannot be written", done.stderr)

    def test_a_reader_that_goes_away_is_no_error(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = run("show", SCENARIO, "--json", stdout=writer)
        os.close(writer)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_colours_only_where_asked(self):
        self.assertNotIn("\033", run(SCENARIO).stdout)
        self.assertIn("\033", run(SCENARIO, "--color=always").stdout)

    def test_width(self):
        for width in (40, 100):
            lines = run("show", SCENARIO, "--width", str(width)).stdout.splitlines()
            self.assertLessEqual(max(map(len, lines)), width)


class Stopping(unittest.TestCase):
    def start(self, folder, stderr, *options):
        return subprocess.Popen([PROGRAM, "deals", long_scenario(folder), "--json", *options],
                                stdout=subprocess.PIPE, stderr=stderr, text=True)

    def test_what_is_known_is_written(self):
        with tempfile.TemporaryDirectory() as folder:
            process = self.start(folder, subprocess.PIPE)
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        self.assertTrue(json.loads(out)["partial"])

    def watch(self, *options):
        """What a terminal shows on standard error in two seconds of long work."""
        terminal, end = pty.openpty()
        with tempfile.TemporaryDirectory() as folder:
            process = self.start(folder, end, *options)
            time.sleep(2)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        os.close(end)
        shown = b""
        try:
            while chunk := os.read(terminal, 65536):
                shown += chunk
        except OSError:  # the other end is closed
            pass
        os.close(terminal)
        return shown.decode()

    @unittest.skipIf(SLOW, "timing")
    def test_progress_is_shown_and_erased(self):
        shown = self.watch()
        self.assertRegex(shown, r"\d+%.*/s.* left")
        self.assertRegex(shown, r"will take about \d+ (s|min|h); Ctrl-C")
        self.assertTrue(shown.endswith("\r\033[K"))

    def test_quiet(self):
        self.assertEqual(self.watch("--quiet"), "")


class Help(unittest.TestCase):
    verbs = ("brief", "check", "show", "deals", "explain", "format", "help")

    def test_manual_pages(self):
        for verb in ((), *((verb,) for verb in self.verbs)):
            page = run("help", *verb, "--man").stdout
            self.assertTrue(page.startswith(".TH ENTENTE"))
            if shutil.which("mandoc"):
                lint = subprocess.run(["mandoc", "-T", "lint", "-W", "error"], input=page,
                                      text=True, capture_output=True, check=False)
                self.assertEqual(lint.stdout, "")

    def test_help_fits_a_terminal(self):
        for verb in ((), *((verb,) for verb in self.verbs)):
            for line in run("help", *verb).stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def complete(self, *words):
        """What bash offers for the last of these words."""
        script = run("help", "--completion", "bash").stdout
        quoted = " ".join(f"'{word}'" for word in words)
        script += f'\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _entente\n'
        script += 'printf "%s\\n" "${COMPREPLY[@]}"\n'
        return subprocess.run(["bash", "-c", script], text=True, capture_output=True, check=True,
                              cwd=Path(SCENARIO).parent).stdout.split()

    def test_bash_completion(self):
        self.assertEqual(self.complete("entente", "de"), ["deals"])
        self.assertEqual(self.complete("entente", "deals", "--wi"), ["--with", "--width"])
        self.assertEqual(self.complete("entente", "deals", "--color", "al"), ["always"])
        self.assertEqual(self.complete("entente", "deals", "lab"), ["labour.yaml"])
        self.assertNotIn("--with", self.complete("entente", "check", "--"))

    def test_other_shells(self):
        for shell, tool in (("zsh", "zsh"), ("fish", "fish")):
            script = run("help", "--completion", shell).stdout
            self.assertIn("assumptions", script)
            if shutil.which(tool):
                done = subprocess.run([tool, "-n"], input=script, text=True, capture_output=True,
                                      check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    if not hasattr(os, "openpty"):
        sys.exit(77)
    unittest.main()
