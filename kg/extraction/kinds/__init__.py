"""One reader for each kind of record: sentences with mentions in, drafts out."""

from __future__ import annotations
