"""ZIP: members as documents of their own. Sizes are counted while inflating; what the file declares is not trusted."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from kg.documents.limits import MIB, Limits
from kg.documents.reading import Member, Reading
from kg.errors import RefusedDocumentError, UnreadableDocumentError

_CHUNK = 256 * 1024
_METHODS = {zipfile.ZIP_STORED: "stored", zipfile.ZIP_DEFLATED: "deflated"}


def read(data: bytes, *, limits: Limits) -> Reading:
    """Return the members of a ZIP, in the archive's order, folders and links left out.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        ``members``, ``unpacked_bytes`` and ``ratio``.

    Raises
    ------
    RefusedDocumentError
        If a limit is broken: a bomb, or a length that is declared and not true.
    UnreadableDocumentError
        If the bytes are no ZIP.
    """
    members: list[Member] = []
    seen: set[str] = set()
    with open_zip(data, limits) as archive:
        left = limits.unpacked_bytes
        for info in archive.infolist():
            if info.is_dir():
                continue
            name, problem = _name(info.filename), _problem(info)
            if name in seen:
                problem = ("refused", "The archive holds this name twice.")
            seen.add(name)
            if problem:
                members.append(Member(path=name, status=problem[0], reason=problem[1]))
                continue
            content = inflate(archive, info, limits, left=left)
            left -= len(content)
            members.append(Member(path=name, data=content))
    return Reading(text="", blocks=(), members=tuple(members))


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP and check what it declares.

    Raises
    ------
    RefusedDocumentError
        If it declares more members or bytes than the limits allow.
    UnreadableDocumentError
        If the bytes are no ZIP.
    """
    declared = _declared_members(data)
    if declared > limits.members:
        raise limits.exceeded("members", f"The archive declares {declared} members.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableDocumentError(
            f"It is no ZIP archive that can be opened ({error}).", hint="Fetch it again."
        ) from None
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise limits.exceeded("members", f"The archive holds {len(infos)} members.")
    total = 0
    for info in infos:
        total += info.file_size
        if info.file_size > limits.unpacked_bytes or total > limits.unpacked_bytes:
            raise limits.exceeded(
                "unpacked_bytes", f"The member {_name(info.filename)} declares {info.file_size} bytes ({total} so far)."
            )
        if info.file_size > MIB and info.file_size > limits.ratio * max(1, info.compress_size):
            raise limits.exceeded(
                "ratio",
                f"The member {_name(info.filename)} declares {info.file_size} bytes packed into {info.compress_size}.",
            )
    return archive


def _declared_members(data: bytes) -> int:
    """Return the number of members that the end record declares, before anything is built from the list of them."""
    end = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[end + 10 : end + 12], "little") if end >= 0 and len(data) >= end + 12 else 0


def inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, *, left: int) -> bytes:
    """Return a member's bytes, counted while they come.

    Parameters
    ----------
    archive, info
        What to inflate.
    limits : Limits
        ``ratio`` and ``unpacked_bytes``.
    left : int
        Bytes that the archive may still hold.

    Raises
    ------
    RefusedDocumentError
        If it grows beyond the limits.
    UnreadableDocumentError
        If it is damaged, or its length is not the declared one.
    """
    name = _name(info.filename)
    out = io.BytesIO()
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                out.write(chunk)
                size = out.tell()
                if size > left:
                    raise limits.exceeded("unpacked_bytes", f"The archive inflates beyond the limit at {name}.")
                if size > MIB and size > limits.ratio * max(1, info.compress_size):
                    raise limits.exceeded("ratio", f"{name} inflates to over {size} bytes from {info.compress_size}.")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UnreadableDocumentError(
            f"The member {name} is damaged, or not of the length that it declares ({error}).", hint="Fetch it again."
        ) from None
    if out.tell() != info.file_size:
        raise RefusedDocumentError(
            f"The member {name} declares {info.file_size} bytes and holds {out.tell()}.",
            hint="The limit is 0 bytes of difference; make the archive anew.",
        )
    return out.getvalue()


def _name(raw: str) -> str:
    """Return a member's path as it is shown: forward slashes, no controls, no lone surrogates."""
    text = raw.replace("\\", "/").encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)[:500] or "?"


def _problem(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Return the status and the reason of a member that is not inflated."""
    path = PurePosixPath(_name(info.filename))
    if stat.S_ISLNK(info.external_attr >> 16):
        return "skipped", "a symbolic link, which is not followed"
    if path.is_absolute() or ".." in path.parts or (len(path.parts[0]) > 1 and path.parts[0][1] == ":"):
        return "refused", "Its path leads out of the archive. Members are named by paths below it."
    if info.flag_bits & 0x1:
        return "refused", "The member is encrypted. Pack it without a password."
    if info.compress_type not in _METHODS:
        return "refused", f"It is packed by method {info.compress_type}. Read are: {', '.join(_METHODS.values())}."
    return None
