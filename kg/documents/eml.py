"""EML: an e-mail's subject, day, sender's domain and text; attachments as documents of their own."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from email.message import EmailMessage
from typing import Any

from kg.documents.builder import Builder, clean
from kg.documents.furniture import is_furniture
from kg.documents.limits import Limits
from kg.documents.plain import blocks_of_lines
from kg.documents.reading import Member, Reading
from kg.errors import EmptyDocumentError, UnreadableDocumentError

_QUOTE = re.compile(
    r"\s*>|-{2,}\s*(?:original|forwarded)\s+message|on\s.{6,200}\swrote:\s*$|_{10,}\s*$|from:\s.+@", re.IGNORECASE
)
_SIGNATURE = re.compile(r"--\s?$")
_PRIVATE = frozenset(
    "gmail.com outlook.com hotmail.com yahoo.com icloud.com proton.me protonmail.com qq.com 163.com".split()
)
_LENGTH = re.compile(rb"(?im)^(?:content-length|size)\s*:\s*(\d{1,20})|;\s*size\s*=\s*\"?(\d{1,20})")
_DEPTH = 20


def read(data: bytes, *, limits: Limits) -> Reading:
    """Return an e-mail's own text, and its attachments as members.

    Quoted replies and the signature are furniture. The day is that of the Date header, in the header's own zone.

    Parameters
    ----------
    data : bytes
        The message as stored (RFC 5322).
    limits : Limits
        ``members`` and ``unpacked_bytes``, also for the lengths that the headers declare.

    Raises
    ------
    RefusedDocumentError
        If a limit is broken.
    UnreadableDocumentError
        If the bytes are no message.
    """
    for match in _LENGTH.finditer(data[: 1024 * 1024]):
        declared = int(match.group(1) or match.group(2))
        if declared > limits.unpacked_bytes:
            raise limits.exceeded("unpacked_bytes", f"The message declares a part of {declared} bytes in {len(data)}.")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not {"from", "date", "subject", "to"} & {k.lower() for k in message}:
        raise UnreadableDocumentError(
            "The file has none of the headers of an e-mail (From, To, Date, Subject).",
            hint="Give the message's source.",
        )
    builder = Builder()
    subject = _header(message, "subject")
    if subject:
        builder.add("heading", subject)
    parts = list(_walk(message, 0))
    if len(parts) > limits.members:
        raise limits.exceeded("members", f"The message has {len(parts)} parts.")
    bodies = [p for p in parts if not _is_attachment(p) and p.get_content_type() in ("text/plain", "text/html")]
    plain = [p for p in bodies if p.get_content_type() == "text/plain" and _content(p).strip()]
    for part in plain or bodies:
        if part.get_content_type() == "text/plain":
            _add_plain(builder, _unflowed(part, _content(part)))
        else:
            _add_html(builder, part)
    return Reading(
        text=builder.text, blocks=builder.blocks, metadata=_metadata(message, subject), members=_members(parts, limits)
    )


def _walk(message: Any, depth: int) -> Any:
    if depth > _DEPTH:
        return
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.get_payload():
            yield from _walk(part, depth + 1)
    else:
        yield message


def _header(message: Any, name: str) -> str:
    try:
        return clean(str(message.get(name) or ""))[:1000]
    except (MessageError, ValueError, IndexError, AttributeError, KeyError, TypeError):
        return ""


def _is_attachment(part: Any) -> bool:
    try:
        return bool(part.get_content_disposition() == "attachment" or part.get_filename())
    except (MessageError, ValueError, IndexError, AttributeError, KeyError, TypeError):
        return True


def _content(part: Any) -> str:
    payload = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    for name in (charset, "utf-8"):
        try:
            text = payload.decode(name)
            return text if isinstance(text, str) else ""
        except (LookupError, UnicodeDecodeError, AttributeError):
            continue
    decoded: str = payload.decode("windows-1252", "replace")
    return decoded


def _unflowed(part: Any, text: str) -> str:
    """Join the soft line ends of ``format=flowed`` (RFC 3676)."""
    text = text.replace("\r\n", "\n")
    if (part.get_param("format") or "") != "flowed":
        return text
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if soft and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        soft = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def _add_plain(builder: Builder, text: str) -> None:
    own: list[str] = []
    rest: list[str] = []
    signed = False
    for line in text.split("\n"):
        signed = signed or bool(_SIGNATURE.fullmatch(line))
        (rest if signed or _QUOTE.match(line) else own).append(line)
    body = "\n".join(own)
    for block in blocks_of_lines(body):
        builder.add(block.kind, " ".join(body[block.start : block.end].split("\n")))
    for line in rest:
        builder.add("furniture", line)


def _add_html(builder: Builder, part: Any) -> None:
    from kg.documents.html_blocks import blocks_of
    from kg.documents.html_source import parse

    try:
        _, tree = parse(_content(part).encode("utf-8", "replace"))
    except EmptyDocumentError:
        return
    for block in blocks_of(tree):
        aside = block.aside or block.tag == "blockquote" or _QUOTE.match(block.text) or is_furniture(block.text)
        builder.add("furniture" if aside else block.kind, block.text)


def _members(parts: list[Any], limits: Limits) -> tuple[Member, ...]:
    members: list[Member] = []
    names: set[str] = set()
    total = 0
    for number, part in enumerate(parts, 1):
        is_message = part.get_content_type() == "message/rfc822"
        if not is_message and (not _is_attachment(part) or part.get_content_disposition() == "inline"):
            continue
        if is_message:
            inner = part.get_payload()
            payload = inner[0].as_bytes() if isinstance(inner, list) and inner else b""
        else:
            payload = part.get_payload(decode=True) or b""
        total += len(payload)
        if total > limits.unpacked_bytes:
            raise limits.exceeded("unpacked_bytes", f"The attachments have over {total} bytes.")
        name = _name(part, number, ".eml" if is_message else "")
        if name in names:
            name = f"{number}-{name}"
        names.add(name)
        members.append(Member(path=name, data=payload))
    return tuple(members)


def _name(part: Any, number: int, suffix: str) -> str:
    try:
        given = str(part.get_filename() or "")
    except (MessageError, ValueError, IndexError, AttributeError, KeyError, TypeError):
        given = ""
    last = clean(given).replace("\\", "/").rsplit("/", 1)[-1].lstrip(".")[:200]
    return last or f"attachment-{number}{suffix}"


def _metadata(message: Any, subject: str) -> dict[str, str]:
    found = {"title": subject} if subject else {}
    try:
        stated = message["date"].datetime if message["date"] else None
    except (MessageError, ValueError, IndexError, AttributeError, KeyError, TypeError, OverflowError):
        stated = None
    if stated is not None:
        found["published"] = stated.date().isoformat()
    organisation = _header(message, "organization")
    domain = re.search(r"@([A-Za-z0-9.-]+\.[A-Za-z]{2,})", _header(message, "from"))
    if organisation:
        found["publisher"] = organisation
    elif domain and domain.group(1).lower() not in _PRIVATE:
        found["publisher"] = domain.group(1).lower()
    return found
