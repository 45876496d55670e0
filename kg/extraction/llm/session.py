"""One run over many documents: what is asked, in which order, within which budget, and what came of each passage."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.extraction.llm.budget import Limit, Spending
from kg.extraction.llm.cache import Answer, AnswerCache
from kg.extraction.llm.profile import Profiles
from kg.extraction.llm.prompt import messages, prompt_version
from kg.extraction.llm.replies import UnusableReplyError, read_reply
from kg.extraction.llm.tokens import tokens
from kg.extraction.llm.wire import Endpoint, EndpointError

if TYPE_CHECKING:
    from kg.extraction.llm.passages import Passage
    from kg.extraction.llm.settings import ModelSettings

_SPARE = 1.25
"""How far a count may exceed its estimate before a budget would be exceeded."""
_REPEATS = 2
"""Times that an unusable answer is asked for again."""
_DEEPEST = 4
"""Times that a passage is halved when its answer is cut off."""
_A_MESSAGE = 4
"""Tokens that a chat's frame adds to each message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run will take, before it starts; `asked` passages are not in the cache."""

    passages: int
    asked: int
    tokens_read: int
    tokens_written: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one passage: its records as the model wrote them, or why there are none."""

    records: tuple[Any, ...] = ()
    failure: str = ""
    message: str = ""
    refused: tuple[tuple[str, str], ...] = ()


class Session:
    """Asks about passages, several at once, and hands the outcomes back in the order of the passages.

    Parameters
    ----------
    settings : ModelSettings
        Where and how.
    cache : AnswerCache
        Where answers are kept.
    limit : Limit or None
        The most that may be used.
    report : callable
        Takes messages for people.
    """

    def __init__(
        self,
        settings: ModelSettings,
        cache: AnswerCache,
        *,
        limit: Limit | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.settings, self.cache = settings, cache
        self.version = prompt_version()
        self.profiles = Profiles(cache.folder, settings)
        self.spending = Spending(limit, settings.prices)
        self._report = report
        self._stop = threading.Event()
        self._final: EndpointError | None = None
        self._lock = threading.Lock()
        self._endpoint: Endpoint | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: dict[str, Future[Outcome]] = {}
        self._done = self._total = self._sent = self._turns = 0

    @property
    def requests(self) -> int:
        """Requests sent so far, failed ones included."""
        return self._sent + (self._endpoint.requests if self._endpoint else 0)

    def estimate(self, passages: Iterable[Passage]) -> Estimate:
        """Return what reading passages will take; nothing is asked."""
        listed = list({p.mark: p for p in passages}.values())
        asked = [p for p in listed if self._kept(p) is None]
        sizes = [self._sizes(p) for p in asked]
        return Estimate(
            passages=len(listed),
            asked=len(asked),
            tokens_read=round(sum(read for read, _, _ in sizes)),
            tokens_written=round(sum(written for _, written, _ in sizes)),
        )

    def _kept(self, passage: Passage) -> Answer | None:
        return self.cache.get(passage, model=self.settings.model, version=self.version)

    def _sizes(self, passage: Passage) -> tuple[float, float, int]:
        """Return tokens to be read and written, and those of the passage alone."""
        bare = question_tokens(passage)
        size = tokens(passage.text)
        profile = self.profiles.profile
        return bare * profile.read_ratio, min(profile.answer(size), self.settings.answer_tokens), size

    def start(self, passages: Iterable[Passage]) -> None:
        """Begin to read passages, in their order."""
        listed = [p for mark, p in {p.mark: p for p in passages}.items() if mark not in self._waiting]
        if self._pool is None:
            self._stop.clear()
            self._final = None
            self._done = self._total = 0
            self._endpoint = Endpoint(self.settings, self.profiles, pause=self._stop.wait)
            self._pool = ThreadPoolExecutor(self.settings.concurrency, thread_name_prefix="kg-llm")
        self._total += len(listed)
        for passage in listed:
            self._waiting[passage.mark] = self._pool.submit(self._read, passage, self._turns)
            self._turns += 1

    def outcome(self, passage: Passage) -> Outcome:
        """Return what came of a passage; waits for it, and starts it where it was not."""
        if passage.mark not in self._waiting:
            self.start([passage])
        return self._waiting[passage.mark].result()

    def close(self) -> None:
        """Stop: what was answered is kept, what is under way is broken off, what was not begun is not asked."""
        self._stop.set()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self._endpoint is not None:
            self._endpoint.close()
        if self._pool is not None and self._endpoint is not None:
            self._pool.shutdown(wait=True)
            self._sent += self._endpoint.requests
        self._pool = self._endpoint = None
        self._waiting.clear()

    def _read(self, passage: Passage, turn: int) -> Outcome:
        try:
            outcome = self._answered(passage, depth=0, turn=turn)
        except EndpointError as error:
            if error.is_final:
                with self._lock:
                    self._final = self._final or error
            outcome = Outcome(failure=error.reason, message=str(error))
        finally:
            self.spending.pass_turn(turn)
        with self._lock:
            self._done += 1
            self._report(f"model: {self._done} of {self._total} passages; {self.spending.says()}")
        return outcome

    def _answered(self, passage: Passage, *, depth: int, turn: int | None = None) -> Outcome:
        kept = self._kept(passage)
        if kept is not None:
            try:
                return Outcome(read_reply(kept.content, mark=passage.mark).records)
            except UnusableReplyError:
                pass  # a file that somebody changed is no answer
        refused: list[tuple[str, str]] = []
        for _ in range(1 + _REPEATS):
            if self._final is not None:
                raise self._final
            if self._stop.is_set():
                return Outcome(failure="stopped", message="The run was stopped before this passage was read.")
            content, finish, read, written = self._asked(passage, turn)
            turn = None
            try:
                reply = read_reply(content, mark=passage.mark, finish=finish)
            except UnusableReplyError as error:
                refused.append((error.reason, str(error)))
                if error.reason == "reply-truncated" and depth < _DEEPEST and (parts := passage.halves()):
                    found = [self._answered(p, depth=depth + 1) for p in parts]
                    failed = next((o for o in found if o.failure), Outcome())
                    noted = (*refused, *(r for o in found for r in o.refused))
                    records = tuple(r for o in found for r in o.records)
                    return Outcome(records, failed.failure, failed.message, noted)
                if error.reason == "model-declined":
                    break
                continue
            self.cache.put(
                passage, Answer(content=content or "", tokens_read=read, tokens_written=written),
                model=self.settings.model, version=self.version,
            )  # fmt: skip
            return Outcome(reply.records, refused=(*refused, *([("reply-mended", "")] if reply.mended else [])))
        reason, detail = refused[-1]
        return Outcome(failure=reason, message=f"No usable answer in {len(refused)} tries: {detail}.", refused=())

    def _asked(self, passage: Passage, turn: int | None) -> tuple[str | None, str, int, int]:
        """Ask within the budget; return message, why it ended, tokens read and written."""
        assert self._endpoint is not None
        read, _, size = self._sizes(passage)
        worst = read * _SPARE, float(self.settings.answer_tokens)
        reserved = self._reserved(worst, turn)

        def may_repeat() -> bool:
            # An endpoint that was too slow may have worked, and charge for it.
            nonlocal reserved
            self.spending.settle(reserved, round(read), self.settings.answer_tokens)
            reserved = self.spending.reserve(*worst) or 0.0
            return not self.spending.is_over

        used = (0, 0)
        try:
            message = self._endpoint.ask(passage, may_repeat=may_repeat)
            estimated = tokens(message.content or "")
            used = (
                round(read) if message.tokens_read is None else message.tokens_read,
                estimated if message.tokens_written is None else message.tokens_written,
            )
            if message.tokens_read is not None and message.finish != "length":
                self.profiles.count(
                    counted=used[0], estimated=round(question_tokens(passage)), written=used[1], passage=size
                )
        except EndpointError as error:
            if error.reason == "endpoint-timeout":
                used = round(read), self.settings.answer_tokens
            raise
        finally:
            self.spending.settle(reserved, *used)
        return message.content, message.finish, *used

    def _reserved(self, worst: tuple[float, float], turn: int | None) -> float:
        reserved = self.spending.reserve(*worst, turn=turn)
        if reserved is None:
            raise EndpointError("budget-spent", f"The budget of {self.spending.limit} would have been exceeded.")
        return reserved


def question_tokens(passage: Passage) -> int:
    """Return the tokens of a whole question, as estimated: instructions, passage and the frame of the chat."""
    return sum(tokens(m["content"]) + _A_MESSAGE for m in messages(passage))
