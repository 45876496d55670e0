"""What a run may cost, in tokens or in money; a call is made only where the worst it can cost still fits."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ModelBudgetError

if TYPE_CHECKING:
    from kg.extraction.llm.settings import Prices

_FORM = re.compile(r"(?P<sign>[$€£¥])?\s*(?P<number>[\d_,]*\.?\d+)\s*(?P<scale>[kKmM])?\s*(?P<unit>[A-Za-z]*)")
_ROUNDING = 1e-9
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most that a run may use; ``currency`` None where it counts tokens."""

    amount: float
    currency: str | None = None

    def __str__(self) -> str:
        return f"{self.amount:,.2f} {self.currency}" if self.currency else f"{self.amount:,.0f} tokens"


def parse_limit(text: str, prices: Prices | None) -> Limit:
    """Return a limit from what a user writes: ``200000``, ``200k``, ``1.5M tokens``, ``2.50 USD``, ``$3``.

    Raises
    ------
    ModelBudgetError
        If it is none of these, or money in a currency in which no prices are given.
    """
    found = _FORM.fullmatch(text.strip())
    unit = found["unit"].upper() if found else ""
    known = {"", "TOKEN", "TOKENS"}
    if found is None or (unit not in known and not re.fullmatch(r"[A-Z]{3}", unit)) or (found["sign"] and unit):
        raise ModelBudgetError(
            f"{text!r} is no budget.", hint="Write tokens (200000, 200k, 1.5M) or money (2.50 USD, $3)."
        )
    amount = float(found["number"].replace(",", "").replace("_", ""))
    amount *= {"K": 1e3, "M": 1e6}.get((found["scale"] or "").upper(), 1)
    currency = _SIGNS.get(found["sign"] or "") or (unit if unit not in known else None)
    if amount <= 0:
        raise ModelBudgetError(f"A budget of {text!r} allows nothing.", hint="`--estimate` asks nothing of the model.")
    if currency and prices is None:
        raise ModelBudgetError(
            f"{text!r} is money, and no prices are given.",
            hint="Set KG_LLM_PRICE_INPUT and KG_LLM_PRICE_OUTPUT (for a million tokens), or give the budget in tokens.",
        )
    if currency and prices and currency != prices.currency:
        raise ModelBudgetError(
            f"{text!r} is in {currency}, and the prices are in {prices.currency}.", hint="KG_LLM_CURRENCY names it."
        )
    return Limit(amount=amount, currency=currency)


class Spending:
    """What was used and what calls under way may still use; shared by threads.

    Parameters
    ----------
    limit : Limit or None
        None for no limit.
    prices : Prices or None
        Needed for a limit in money.
    """

    def __init__(self, limit: Limit | None, prices: Prices | None) -> None:
        self.limit, self._prices = limit, prices
        self._reserved = 0.0
        self._changed = threading.Condition()
        self._turn, self._past = 0, set[int]()
        self.tokens_read = self.tokens_written = self.calls = 0
        self.is_over = False

    def _worth(self, read: float, written: float) -> float:
        if self.limit and self.limit.currency and self._prices:
            return self._prices.cost(read, written)
        return read + written

    def reserve(self, read: float, written: float, *, turn: int | None = None) -> float | None:
        """Set aside the worst that a call may cost; None where that does not fit, now or after those under way.

        Once a call did not fit, none does: what is left unread is the end of the list and not a selection. So first
        calls take their turns, from 0; each turn must be reserved or passed.
        """
        worth = self._worth(read, written)
        with self._changed:
            while turn is not None and turn > self._turn and not self.is_over:
                self._changed.wait()
            while self.limit and not self.is_over:
                used = self._worth(self.tokens_read, self.tokens_written)
                if used + self._reserved + worth <= self.limit.amount:
                    break
                if not self._reserved:
                    self.is_over = True
                    break
                self._changed.wait()
            if turn is not None:
                self._pass(turn)
            if self.is_over:
                self._changed.notify_all()
                return None
            self._reserved += worth
            return worth

    def pass_turn(self, turn: int) -> None:
        """Let the next have its turn, for what needs no call."""
        with self._changed:
            self._pass(turn)

    def _pass(self, turn: int) -> None:
        self._past.add(turn)
        while self._turn in self._past:
            self._past.remove(self._turn)
            self._turn += 1
        self._past = {t for t in self._past if t > self._turn}
        self._changed.notify_all()

    def settle(self, reserved: float, read: int, written: int) -> None:
        """Replace what was set aside by what was used; both 0 for a call that was not answered."""
        with self._changed:
            left = self._reserved - reserved
            # What rounding leaves of a sum is no call under way: somebody would wait for it without end.
            self._reserved = left if left > _ROUNDING * reserved else 0.0
            self.tokens_read += read
            self.tokens_written += written
            self.calls += bool(read or written)
            self._changed.notify_all()

    def says(self) -> str:
        """Return what was used, for people."""
        text = f"{self.calls} calls, {self.tokens_read:,} tokens read and {self.tokens_written:,} written"
        if self._prices:
            text += f", {self._prices.cost(self.tokens_read, self.tokens_written):.4f} {self._prices.currency}"
        return text
