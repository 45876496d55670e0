"""Where things are: the data that ships with the package, and the workspace that a command works in."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import WorkspaceError

_PACKAGE = Path(__file__).resolve().parent
CONFIG_NAME = "kg.toml"
_CONFIG = """\
# A workspace of the Indo-Pacific security knowledge graph. `kg --help` says what can be done here.
format = 1
"""


def shipped(*parts: str) -> Path:
    """Return a folder of data that ships with the package: ``ontology`` or ``data/registry``.

    A checkout holds them at its root; a wheel holds them in ``kg/_data``.

    Raises
    ------
    WorkspaceError
        If neither place has it, which means a broken installation.
    """
    checkout = _PACKAGE.parent.joinpath(*parts)
    if checkout.is_dir():
        return checkout
    wheel = _PACKAGE / "_data" / parts[-1]
    if wheel.is_dir():
        return wheel
    raise WorkspaceError(
        f"The shipped folder {'/'.join(parts)} is missing from this installation.",
        hint="Reinstall the package, or run from a checkout.",
    )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``kg.toml``: the archive of documents, the store, the ledger and what is built from them."""

    root: Path

    @property
    def archive(self) -> Path:
        """Documents by hash, with their records and the manifest of what was done when."""
        return self.root / "archive"

    @property
    def store(self) -> Path:
        """The graph store's own folder."""
        return self.root / "store"

    @property
    def ledger(self) -> Path:
        """Judgements of identity and review."""
        return self.root / "ledger"

    @property
    def build(self) -> Path:
        """Renders, exports and other results; may be deleted."""
        return self.root / "build"

    @classmethod
    def create(cls, root: Path) -> Workspace:
        """Make a workspace; one that is already there is returned as it is.

        Raises
        ------
        WorkspaceError
            If the folder exists, is not empty and is no workspace.
        """
        root = root.resolve()
        if (root / CONFIG_NAME).exists():
            return cls.at(root)
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise WorkspaceError(
                f"{root} exists and is not a workspace.", hint="Give an empty or a new folder to `kg init`."
            )
        workspace = cls(root)
        for folder in (workspace.archive, workspace.ledger, workspace.build):
            folder.mkdir(parents=True, exist_ok=True)
        temporary = root / f".{CONFIG_NAME}.tmp"
        temporary.write_text(_CONFIG, encoding="utf-8")
        temporary.replace(root / CONFIG_NAME)
        return workspace

    @classmethod
    def at(cls, root: Path) -> Workspace:
        """Open the workspace whose root this is.

        Raises
        ------
        WorkspaceError
            If the folder holds no readable ``kg.toml`` of a known format.
        """
        config = root / CONFIG_NAME
        if not config.is_file():
            raise WorkspaceError(
                f"{root} is not a workspace: it holds no {CONFIG_NAME}.", hint=f"Run `kg init {root}`."
            )
        try:
            settings = tomllib.loads(config.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WorkspaceError(f"{config} is not TOML: {error}.", hint="Restore it from `kg init`'s text.") from None
        if settings.get("format") != 1:
            raise WorkspaceError(
                f"{config} has format {settings.get('format')!r}; this version reads format 1.",
                hint="Use the version of the package that made it.",
            )
        return cls(root.resolve())

    @classmethod
    def find(cls, start: Path | str | None = None) -> Workspace:
        """Find the workspace: the folder given, else ``KG_WORKSPACE``, else the nearest from here upward.

        Raises
        ------
        WorkspaceError
            If there is none.
        """
        given = start or os.environ.get("KG_WORKSPACE")
        if given:
            return cls.at(Path(given))
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / CONFIG_NAME).is_file():
                return cls.at(folder)
        raise WorkspaceError(
            f"No workspace in {here} or above it.",
            hint="Run `kg init DIR`, then give --workspace DIR or set KG_WORKSPACE.",
        )
