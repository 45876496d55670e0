"""Where the model is and how it is asked: read from the environment, with errors that say what to set."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import ModelSettingsError

_HOW_TO = "docs/how-to/language-model.md tells how to run a local model."


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost, read and written, in one currency."""

    read: float
    written: float
    currency: str

    def cost(self, read: float, written: float) -> float:
        """Return the price of so many tokens.

        >>> Prices(read=2.0, written=8.0, currency="USD").cost(500_000, 250_000)
        3.0
        """
        return (read * self.read + written * self.written) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """An OpenAI-compatible endpoint and how it is used.

    Attributes
    ----------
    base_url : str
        Without the ``/chat/completions`` that is added to it.
    model : str
        As the endpoint names it.
    key : str
        Sent as a bearer token; in no message, log, cache or ``repr``.
    timeout_s : float
        Seconds for one answer.
    concurrency : int
        Calls under way at once.
    attempts : int
        Calls for one passage, the first included, before it counts as not read.
    longest_wait_s : float
        Seconds; an endpoint that asks for a longer pause is not waited for.
    passage_tokens : int
        Of the document in one call, as estimated here.
    answer_tokens : int
        The most that an answer may have; a longer one is cut off by the endpoint and asked for again in halves.
    prices : Prices or None
        None where they are not given: then a budget counts tokens.
    cache : Path or None
        Where answers are kept; None for the workspace's ``build`` or the user's own cache.
    trust : Path or None
        A table of measured confidence, made by ``kg eval --trust``.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 120.0
    concurrency: int = 4
    attempts: int = 5
    longest_wait_s: float = 120.0
    passage_tokens: int = 2500
    answer_tokens: int = 6000
    prices: Prices | None = None
    cache: Path | None = None
    trust: Path | None = None

    @property
    def host(self) -> str:
        """Host and port, for messages: an address may hold a password, which they never show."""
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is this machine's own (loopback), so that nothing leaves it."""
        host = urlsplit(self.base_url).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> ModelSettings:
        """Read ``KG_LLM_BASE_URL``, ``KG_LLM_MODEL``, ``KG_LLM_API_KEY`` and the rest (docs/how-to/language-model.md).

        Raises
        ------
        ModelSettingsError
            If one of the first two is missing, or a value is not what it should be; the variable is named.
        """
        env = os.environ if environment is None else environment
        url = _required(env, "KG_LLM_BASE_URL", "the endpoint's address, such as http://127.0.0.1:11434/v1")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ModelSettingsError(
                f"KG_LLM_BASE_URL is no address of the web: it has the scheme {parts.scheme!r}.",
                hint="Write http://HOST:PORT/v1 or https://HOST/v1, without /chat/completions.",
            )
        settings = cls(
            base_url=url.rstrip("/").removesuffix("/chat/completions"),
            model=_required(env, "KG_LLM_MODEL", "the model's name at the endpoint"),
            key=_key(env),
            timeout_s=_number(env, "KG_LLM_TIMEOUT", 120, low=0.1, what="seconds"),
            concurrency=int(_number(env, "KG_LLM_CONCURRENCY", 4, low=1, high=64, what="calls at once")),
            attempts=int(_number(env, "KG_LLM_ATTEMPTS", 5, low=1, high=20, what="calls for one passage")),
            longest_wait_s=_number(env, "KG_LLM_LONGEST_WAIT", 120, low=0, what="seconds"),
            passage_tokens=int(_number(env, "KG_LLM_PASSAGE_TOKENS", 2500, low=200, what="tokens")),
            answer_tokens=int(_number(env, "KG_LLM_ANSWER_TOKENS", 6000, low=200, what="tokens")),
            prices=_prices(env),
            cache=_path(env, "KG_LLM_CACHE"),
            trust=_path(env, "KG_LLM_TRUST"),
        )
        if parts.scheme == "http" and settings.key and not settings.is_local:
            raise ModelSettingsError(
                f"The key would go to {settings.host} over http, which everybody on the way can read.",
                hint="Use https, or a tunnel to this machine.",
            )
        return settings


def _required(env: Mapping[str, str], name: str, what: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise ModelSettingsError(
            f"{name} is not set, so there is no model to ask.", hint=f"Set it to {what}. {_HOW_TO}"
        )
    return value


def _key(env: Mapping[str, str]) -> str:
    key = env.get("KG_LLM_API_KEY", "").strip()
    if not key.isascii() or any(c.isspace() or not c.isprintable() for c in key):
        raise ModelSettingsError(
            "KG_LLM_API_KEY holds blanks or characters that no header can carry.", hint="Set it again, without quotes."
        )
    return key


def _number(env: Mapping[str, str], name: str, default: float, *, low: float, high: float = 1e9, what: str) -> float:
    text = env.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        most = f" to {high:g}" if high < 1e9 else " or more"
        raise ModelSettingsError(f"{name} is {text!r}.", hint=f"Write a number of {what}, {low:g}{most}.")
    return value


def _prices(env: Mapping[str, str]) -> Prices | None:
    names = ("KG_LLM_PRICE_INPUT", "KG_LLM_PRICE_OUTPUT")
    given = [n for n in names if env.get(n, "").strip()]
    if not given:
        return None
    if len(given) == 1:
        missing = next(n for n in names if n not in given)
        raise ModelSettingsError(
            f"{given[0]} is set and {missing} is not.", hint="Both are prices of a million tokens; 0 is a price too."
        )
    read, written = (_number(env, n, 0, low=0, what="money for a million tokens") for n in names)
    return Prices(read=read, written=written, currency=env.get("KG_LLM_CURRENCY", "").strip().upper() or "USD")


def _path(env: Mapping[str, str], name: str) -> Path | None:
    text = env.get(name, "").strip()
    return Path(text).expanduser() if text else None
