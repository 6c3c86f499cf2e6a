"""entente for Python: ask a scenario and read the answer as dictionaries.

    import entente

    scenario = entente.load("pact.yaml")
    answer = scenario.ask("deals", of="north, east", limit=3)
    print(answer)                       # as the program prints it
    answer.facts["deals"]               # 12
    answer.tables["minimal"][0]         # {"deal": 1, "changes": 2, "package": "..."}

Numbers are exact: integers as int, other numbers as fractions.Fraction. A mistake in the scenario or
the question raises entente.Error, whose `diagnostics` say where and why.

The shared library is looked for where ENTENTE_LIBRARY says, then by the system. Needs cffi, in its ABI
mode: nothing is compiled.
"""

import os
from fractions import Fraction

from cffi import FFI

# The part of include/entente.h that is used here; tests/test_bindings.py compares the two.
CDEF = """
typedef enum ent_status {
    ENT_OK = 0,
    ENT_ERROR = 1,
    ENT_NOMEM = 2,
    ENT_CANCELLED = 3,
    ENT_LIMIT = 4,
    ENT_IO = 5
} ent_status;
const char *ent_version(void);
const char *ent_status_text(ent_status status);

typedef struct ent_context ent_context;
ent_status ent_context_new(ent_context **out);
void ent_context_free(ent_context *context);
void ent_context_set_threads(ent_context *context, unsigned threads);

typedef enum ent_severity { ENT_SEVERITY_NOTE, ENT_SEVERITY_WARNING, ENT_SEVERITY_ERROR } ent_severity;
typedef struct ent_diagnostic {
    const char *code;
    ent_severity severity;
    const char *file;
    unsigned line, column, end_line, end_column;
    const char *path;
    const char *message;
    const char *hint;
} ent_diagnostic;
size_t ent_diagnostics_count(const ent_context *context);
ent_diagnostic ent_diagnostics_at(const ent_context *context, size_t i);
void ent_diagnostics_clear(ent_context *context);

typedef int (*ent_write_fn)(void *user, const char *data, size_t len);
typedef struct ent_style {
    size_t size;
    int color;
    unsigned width;
} ent_style;
typedef enum ent_format { ENT_FORMAT_TEXT, ENT_FORMAT_JSON, ENT_FORMAT_CSV, ENT_FORMAT_HTML } ent_format;

typedef struct ent_scenario_handle ent_scenario_handle;
ent_status ent_scenario_load(ent_scenario_handle **out, ent_context *context, const char *path);
ent_status ent_scenario_load_text(ent_scenario_handle **out, ent_context *context, const char *name,
                                  const char *text, size_t len);
void ent_scenario_free(ent_scenario_handle *scenario);

typedef struct ent_options ent_options;
ent_status ent_options_new(ent_options **out, ent_context *context);
void ent_options_free(ent_options *options);
ent_status ent_options_set(ent_options *options, const char *name, const char *value);
ent_status ent_options_check(const ent_options *options, const char *verb);

typedef struct ent_answer ent_answer;
ent_status ent_ask(ent_answer **out, ent_scenario_handle *scenario, const char *verb,
                   const ent_options *options);
void ent_answer_free(ent_answer *answer);
ent_status ent_answer_write(const ent_answer *answer, ent_format format, const char *table,
                            const ent_style *style, ent_write_fn write, void *user);
typedef enum ent_cell_type {
    ENT_CELL_NONE, ENT_CELL_TEXT, ENT_CELL_INTEGER, ENT_CELL_NUMBER, ENT_CELL_BOOL
} ent_cell_type;
typedef struct ent_cell {
    ent_cell_type type;
    const char *text;
    double number;
} ent_cell;
int ent_answer_is_partial(const ent_answer *answer);
size_t ent_answer_facts(const ent_answer *answer);
const char *ent_answer_fact_name(const ent_answer *answer, size_t i);
ent_cell ent_answer_fact(const ent_answer *answer, const char *name);
size_t ent_answer_tables(const ent_answer *answer);
const char *ent_answer_table_name(const ent_answer *answer, size_t table);
size_t ent_answer_rows(const ent_answer *answer, size_t table);
size_t ent_answer_columns(const ent_answer *answer, size_t table);
const char *ent_answer_column_name(const ent_answer *answer, size_t table, size_t column);
ent_cell ent_answer_cell(const ent_answer *answer, size_t table, size_t row, size_t column);
"""

_ffi = FFI()
_ffi.cdef(CDEF)
_lib = _ffi.dlopen(os.environ.get("ENTENTE_LIBRARY") or "libentente.so.0")


def _text(chars):
    return _ffi.string(chars).decode("utf-8")


def version():
    """The version of the library that is running."""
    return _text(_lib.ent_version())


class Diagnostic:
    """One thing to say about a scenario or a question: where, what, and what to do."""

    def __init__(self, d):
        self.code = _text(d.code)
        self.severity = ("note", "warning", "error")[d.severity]
        self.file = _text(d.file)
        self.line, self.column = d.line, d.column
        self.path, self.message, self.hint = _text(d.path), _text(d.message), _text(d.hint)

    def __str__(self):
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else ""
        return f"{place}{self.severity} {self.code}: {self.message}"


class Error(Exception):
    """A call failed; `diagnostics` say why."""

    def __init__(self, status, diagnostics):
        self.diagnostics = diagnostics
        lines = [str(d) for d in diagnostics] or [_text(_lib.ent_status_text(status))]
        super().__init__("\n".join(lines))


class _Context:
    """What scenarios and answers share; freed when the last of them is gone."""

    def __init__(self, threads):
        out = _ffi.new("ent_context **")
        status = _lib.ent_context_new(out)
        if status != _lib.ENT_OK:
            raise Error(status, [])
        self.handle = _ffi.gc(out[0], _lib.ent_context_free)
        _lib.ent_context_set_threads(self.handle, threads)

    def take_diagnostics(self):
        n = _lib.ent_diagnostics_count(self.handle)
        found = [Diagnostic(_lib.ent_diagnostics_at(self.handle, i)) for i in range(n)]
        _lib.ent_diagnostics_clear(self.handle)
        return found

    def check(self, status):
        """Raises for a failure; returns the warnings otherwise."""
        found = self.take_diagnostics()
        if status != _lib.ENT_OK:
            raise Error(status, found)
        return found


class Answer:
    """What a question found: `facts`, `tables`, and its text."""

    def __init__(self, handle, scenario, warnings):
        self._scenario = scenario  # an answer is freed before what it was made from
        self._handle = _ffi.gc(handle, _lib.ent_answer_free)
        self.warnings = warnings
        self.partial = bool(_lib.ent_answer_is_partial(handle))
        names = [_text(_lib.ent_answer_fact_name(handle, i))
                 for i in range(_lib.ent_answer_facts(handle))]
        self.facts = {name: _value(_lib.ent_answer_fact(handle, name.encode())) for name in names}
        self.tables = {_text(_lib.ent_answer_table_name(handle, t)): self._rows(t)
                       for t in range(_lib.ent_answer_tables(handle))}

    def _rows(self, table):
        columns = [_text(_lib.ent_answer_column_name(self._handle, table, c))
                   for c in range(_lib.ent_answer_columns(self._handle, table))]
        return [{name: _value(_lib.ent_answer_cell(self._handle, table, row, c))
                 for c, name in enumerate(columns)}
                for row in range(_lib.ent_answer_rows(self._handle, table))]

    def _write(self, form, table=None, width=80):
        pieces = []

        @_ffi.callback("ent_write_fn")
        def keep(_user, data, length):
            pieces.append(_ffi.buffer(data, length)[:])
            return 0

        style = _ffi.new("ent_style *", {"size": _ffi.sizeof("ent_style"), "width": width})
        name = table.encode() if table else _ffi.NULL
        status = _lib.ent_answer_write(self._handle, form, name, style, keep, _ffi.NULL)
        self._scenario.context.check(status)
        return b"".join(pieces).decode("utf-8")

    def text(self, width=80):
        """As the program prints it."""
        return self._write(_lib.ENT_FORMAT_TEXT, width=width)

    def json(self):
        """As JSON text."""
        return self._write(_lib.ENT_FORMAT_JSON)

    def csv(self, table=None):
        """One table as CSV text; the first one when none is named."""
        return self._write(_lib.ENT_FORMAT_CSV, table)

    def html(self):
        """As one page that needs nothing else."""
        return self._write(_lib.ENT_FORMAT_HTML)

    def __str__(self):
        return self.text()


def _value(cell):
    if cell.type == _lib.ENT_CELL_NONE:
        return None
    if cell.type == _lib.ENT_CELL_INTEGER:
        return int(_text(cell.text))
    if cell.type == _lib.ENT_CELL_NUMBER:
        return Fraction(_text(cell.text))
    if cell.type == _lib.ENT_CELL_BOOL:
        return cell.number != 0
    return _text(cell.text)


class Scenario:
    """A conflict that was loaded; `warnings` are what there was to say about it."""

    def __init__(self, load, threads):
        self.context = _Context(threads)
        out = _ffi.new("ent_scenario_handle **")
        self.warnings = self.context.check(load(out, self.context.handle))
        self._handle = _ffi.gc(out[0], _lib.ent_scenario_free)

    def ask(self, verb, **options):
        """Asks "brief", "check", "show" or "deals". Options are the program's, without the dashes; a
        list gives an option several times, True a switch."""
        out = _ffi.new("ent_options **")
        self.context.check(_lib.ent_options_new(out, self.context.handle))
        settings = _ffi.gc(out[0], _lib.ent_options_free)
        for name, value in options.items():
            for item in value if isinstance(value, (list, tuple)) else [value]:
                text = str(item).lower() if isinstance(item, bool) else str(item)
                self.context.check(_lib.ent_options_set(settings, name.encode(), text.encode()))
        self.context.check(_lib.ent_options_check(settings, verb.encode()))
        answer = _ffi.new("ent_answer **")
        status = _lib.ent_ask(answer, self._handle, verb.encode(), settings)
        if status == _lib.ENT_CANCELLED and answer[0] != _ffi.NULL:
            status = _lib.ENT_OK  # the answer says that it is partial
        warnings = self.context.check(status)
        return Answer(answer[0], self, warnings)


def load(path, threads=0):
    """Loads a scenario from a file. `threads` 0: as many as processors."""
    name = os.fspath(path).encode()
    return Scenario(lambda out, context: _lib.ent_scenario_load(out, context, name), threads)


def loads(text, name="scenario", threads=0):
    """Loads a scenario from a text in YAML or JSON."""
    data = text.encode("utf-8")
    return Scenario(
        lambda out, context: _lib.ent_scenario_load_text(out, context, name.encode(), data,
                                                         len(data)),
        threads)
