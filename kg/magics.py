"""Cells and lines of a notebook: ``%load_ext kg``, then ``%%sparql`` and ``%kg``."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from kg.api import KnowledgeGraph
from kg.errors import KGError
from kg.namespaces import sparql_prologue

if TYPE_CHECKING:
    from kg.api import Answer

PREFIXES = " ".join(sparql_prologue().splitlines())
"""On one line, so that an error names the line of the cell."""


@magics_class
class GraphMagics(Magics):
    """SPARQL in a cell, any command of ``kg`` in a line."""

    @magic_arguments()
    @argument("-w", "--workspace", help="The workspace; the nearest one, or KG_WORKSPACE, without it.")
    @argument("-o", "--output", metavar="NAME", help="Keep the answer under this name too.")
    @cell_magic
    def sparql(self, line: str, cell: str) -> Answer:
        """Run the SELECT query of the cell, prefixes given; the answer shows as a table and has ``df()``.

        Raises
        ------
        UsageError
            If there is no workspace, the text is not SPARQL, or the name is no identifier.
        """
        given = parse_argstring(self.sparql, line)
        if given.output and not given.output.isidentifier():
            raise UsageError(f"-o {given.output!r} is not a Python name. Give one such as -o ties.")
        if "{" not in cell:
            raise UsageError("The cell holds no SELECT query. Write one such as: SELECT ?a { ?a a ips:Agreement }")
        try:
            with KnowledgeGraph.open(given.workspace) as graph:
                answer = graph.query(f"{PREFIXES} {cell}")
        except KGError as error:
            raise UsageError(str(error)) from error
        if given.output:
            self.shell.user_ns[given.output] = answer  # type: ignore[union-attr]
        return answer

    @line_magic
    def kg(self, line: str) -> None:
        """Run a command as in a terminal, such as ``%kg conflicts``.

        Raises
        ------
        UsageError
            If it ends with an error; what it said is printed before.
        """
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", *shlex.split(line)], capture_output=True, text=True, check=False
        )
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)
        if done.returncode:
            raise UsageError(f"kg {line}: ended with exit code {done.returncode}.")
