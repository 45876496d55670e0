"""Kept answers, the estimate before a run, and budgets that are never exceeded."""

# ruff: noqa: E501 - sentences and whole answers stand on one line each

from __future__ import annotations

import json
import threading
from itertools import permutations
from pathlib import Path

import pytest

from kg.errors import ModelBudgetError
from kg.extraction.llm import prompt
from kg.extraction.llm.budget import Limit, Spending, parse_limit
from kg.extraction.llm.settings import Prices
from kg.extraction.llm.tokens import tokens
from kg.pipeline import extract_paths
from kg.pipeline.reading import expand_paths, read_documents
from tests.llm.conftest import SIGNED, Reads
from tests.llm.endpoint import Endpoint

ENGLISH = (
    "The two defence ministers met at the ministry on Monday and spoke about the exercises of the coming year, about "
    "the ships that will call at each other's ports, and about the training of officers. They agreed that the talks "
    "would go on in the spring, when a delegation of the navy is expected in the capital for three days. "
)
SAMPLES = {
    "en": ENGLISH,
    "ja": "両国の国防相は月曜日に会談し、来年の共同訓練、艦艇の相互寄港、士官の教育について意見を交わした。協議は春に続けられる見通しである。",
    "zh": "两国国防部长于星期一举行会谈，就明年的联合演习、舰艇互访以及军官培训交换了意见。双方同意春季继续磋商。",
    "ko": "양국 국방장관은 월요일에 회담을 열고 내년 연합훈련과 함정 상호 방문, 장교 교육에 대해 의견을 나누었다. 협의는 봄에 계속될 예정이다.",
    "vi": "Hai bộ trưởng quốc phòng đã gặp nhau hôm thứ Hai và trao đổi về các cuộc tập trận của năm tới, về các chuyến thăm cảng của tàu và về đào tạo sĩ quan. ",
    "ru": "Министры обороны двух стран встретились в понедельник и обсудили учения будущего года, заходы кораблей в порты и подготовку офицеров. ",
    "th": "รัฐมนตรีกลาโหมของทั้งสองประเทศพบกันเมื่อวันจันทร์และหารือเรื่องการฝึกร่วมในปีหน้าและการเยือนท่าเรือของเรือรบ ",
}
"""Own-written, in the languages of the region."""

COUNTED = {
    "en": ("Japan and Australia signed a reciprocal access agreement in Canberra on 6 January 2022. The defence ministers said that the two navies would hold a joint exercise off Darwin next month, and that Tokyo would hand over three patrol boats worth 600 million yen under its assistance programme.", 60),
    "ja": ("日本とオーストラリアは2022年1月6日、キャンベラで円滑化協定に署名した。両国の国防相は、来月ダーウィン沖で共同訓練を行い、日本政府が支援計画の下で6億円相当の巡視船3隻を引き渡すと述べた。", 67),
    "zh": ("日本与澳大利亚于2022年1月6日在堪培拉签署互惠准入协定。两国国防部长表示，两国海军将于下月在达尔文附近海域举行联合演习，日本将移交三艘价值六亿日元的巡逻艇。", 61),
    "ko": ("일본과 호주는 2022년 1월 6일 캔버라에서 상호접근협정에 서명했다. 양국 국방장관은 다음 달 다윈 앞바다에서 연합훈련을 실시하고 일본이 6억 엔 상당의 순시선 세 척을 인도할 것이라고 밝혔다.", 73),
    "vi": ("Nhật Bản và Úc đã ký hiệp định tiếp cận đối ứng tại Canberra ngày 6 tháng 1 năm 2022. Hai bộ trưởng quốc phòng cho biết hải quân hai nước sẽ tập trận chung ngoài khơi Darwin vào tháng tới.", 52),
    "id": ("Jepang dan Australia menandatangani perjanjian akses timbal balik di Canberra pada 6 Januari 2022. Kedua menteri pertahanan mengatakan bahwa angkatan laut kedua negara akan mengadakan latihan bersama di lepas pantai Darwin bulan depan.", 48),
    "th": ("ญี่ปุ่นและออสเตรเลียลงนามในข้อตกลงการเข้าถึงซึ่งกันและกันที่กรุงแคนเบอร์ราเมื่อวันที่ 6 มกราคม 2565 รัฐมนตรีกลาโหมของทั้งสองประเทศกล่าวว่ากองทัพเรือจะจัดการฝึกร่วมในเดือนหน้า", 67),
    "hi": ("जापान और ऑस्ट्रेलिया ने 6 जनवरी 2022 को कैनबरा में पारस्परिक पहुँच समझौते पर हस्ताक्षर किए। दोनों देशों के रक्षा मंत्रियों ने कहा कि नौसेनाएँ अगले महीने संयुक्त अभ्यास करेंगी।", 41),
    "ru": ("Япония и Австралия подписали соглашение о взаимном доступе в Канберре 6 января 2022 года. Министры обороны двух стран заявили, что флоты проведут совместные учения в следующем месяце.", 54),
    "ar": ("وقعت اليابان وأستراليا اتفاقية الوصول المتبادل في كانبيرا في 6 يناير 2022. وقال وزيرا الدفاع إن القوات البحرية للبلدين ستجري تدريبا مشتركا في الشهر المقبل.", 49),
}  # fmt: skip
"""Own-written sentences and the tokens that the vocabulary of Gemma 3 counts in them, measured with llama.cpp."""


def test_a_second_run_makes_no_call_and_gives_the_same(reads: Reads, articles: Path, server: Endpoint) -> None:
    first = list(extract_paths([articles], extractor=reads.extractor()))
    calls = len(server.requests)
    second = list(extract_paths([articles], extractor=reads.extractor()))

    assert calls == 2
    assert len(server.requests) == calls
    assert [r.extraction for r in first] == [r.extraction for r in second]


def test_a_changed_prompt_makes_every_call_again(
    reads: Reads, articles: Path, server: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(extract_paths([articles], extractor=reads.extractor()))
    before = prompt.prompt_version()
    monkeypatch.setattr(prompt, "_TASK", prompt._TASK + "\nRead twice.\n")
    prompt._system.cache_clear()
    prompt.prompt_version.cache_clear()
    try:
        assert prompt.prompt_version() != before
        results = list(extract_paths([articles], extractor=reads.extractor()))
    finally:
        monkeypatch.undo()
        prompt._system.cache_clear()
        prompt.prompt_version.cache_clear()

    assert len(server.requests) == 4
    assert before not in str([r.extraction for r in results])
    assert prompt.prompt_version() == before


def test_another_model_or_another_day_of_publication_is_another_question(
    reads: Reads, articles: Path, server: Endpoint
) -> None:
    list(extract_paths([articles], extractor=reads.extractor()))
    list(extract_paths([articles], extractor=reads.extractor(model="another")))
    list(extract_paths([articles], extractor=reads.extractor(), published="2024-06-01"))

    assert len(server.requests) == 6


def test_a_kept_answer_that_somebody_damaged_is_asked_for_again(reads: Reads, articles: Path, server: Endpoint) -> None:
    list(extract_paths([articles / "one.md"], extractor=reads.extractor()))
    (kept,) = reads.cache.glob("*/*.json")
    for damage in ("", '{"content": "{}", "tokens_read": 1, "tokens_written": 1}', kept.read_text()[:40]):
        kept.write_text(damage)
        (result,) = extract_paths([articles / "one.md"], extractor=reads.extractor())
        assert result.extraction is not None
        assert len(result.extraction.records) == 1

    assert len(server.requests) == 4


def test_kept_answers_are_the_users_alone_and_whole(reads: Reads, articles: Path) -> None:
    list(extract_paths([articles], extractor=reads.extractor()))
    kept = list(reads.cache.glob("*/*.json"))

    assert len(kept) == 2
    assert all(p.stat().st_mode & 0o077 == 0 for p in kept)
    assert all(json.loads(p.read_text())["content"] for p in kept)
    assert not [p for p in reads.cache.rglob("*") if p.name.startswith(".")]


def written(place: Path, *, copies: int) -> list[Path]:
    """Articles in seven languages; one in three states something."""
    paths = []
    for language, text in SAMPLES.items():
        body = text * copies + (f" {SIGNED}" if language in ("en", "ja", "ru") else "")
        path = place / f"{language}.md"
        path.write_text(f"---\npublished: 2022-02-01\ntitle: Own-written example\n---\n{body}\n", encoding="utf-8")
        paths.append(path)
    return paths


@pytest.mark.parametrize("copies", [1, 12, 40])
def test_the_estimate_is_within_a_fifth_of_what_the_server_counts(
    reads: Reads, tmp_path: Path, server: Endpoint, copies: int
) -> None:
    paths = written(tmp_path, copies=copies)
    extractor = reads.extractor()
    estimate = extractor.plan(read_documents(list(expand_paths(paths)), published=None))
    results = list(extract_paths(paths, extractor=extractor))

    assert [r.status for r in results] == ["read"] * len(paths)
    assert estimate.asked == len(server.requests)
    assert abs(estimate.tokens_read / server.read - 1) < 0.2
    if copies == 1:
        assert abs((estimate.tokens_read + estimate.tokens_written) / (server.read + server.written) - 1) < 0.2


def test_the_estimate_of_each_document_alone_is_within_a_fifth(reads: Reads, tmp_path: Path, server: Endpoint) -> None:
    for path in written(tmp_path, copies=20):
        extractor = reads.extractor(cache=tmp_path / "cache" / path.stem)
        estimate = extractor.plan(read_documents([(path, "")], published=None))
        before = server.read
        list(extract_paths([path], extractor=extractor))
        assert abs(estimate.tokens_read / (server.read - before) - 1) < 0.2, path.stem


def test_an_endpoint_that_counts_otherwise_is_learned(reads: Reads, tmp_path: Path, server: Endpoint) -> None:
    """It counts half as much again for everything: after the first documents the estimate follows."""
    import tests.llm.endpoint as fake

    plain = fake.count_tokens
    try:
        fake.count_tokens = lambda text: round(1.5 * plain(text))
        paths = written(tmp_path, copies=5)
        list(extract_paths(paths[:4], extractor=reads.extractor()))
        extractor, before, sent = reads.extractor(), server.read + server.written, len(server.requests)
        estimate = extractor.plan(read_documents([(p, "") for p in paths[4:]], published=None))
        list(extract_paths(paths[4:], extractor=extractor))
    finally:
        fake.count_tokens = plain

    assert len(server.requests) - sent == 3
    assert abs((estimate.tokens_read + estimate.tokens_written) / (server.read + server.written - before) - 1) < 0.2


@pytest.mark.parametrize("language", sorted(COUNTED))
def test_estimates_are_near_a_real_vocabulary(language: str) -> None:
    text, counted = COUNTED[language]

    assert abs(tokens(text) / counted - 1) <= 0.2


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("budget", [10_000, 14_000, 23_000, 40_000])
def test_a_budget_stops_before_it_is_exceeded_and_keeps_what_was_done(
    reads: Reads, tmp_path: Path, server: Endpoint, budget: int, concurrency: int
) -> None:
    paths = written(tmp_path, copies=1)
    extractor = reads.extractor(budget=str(budget), concurrency=concurrency, answer_tokens=1000)
    results = list(extract_paths(paths, extractor=extractor))
    done = [r.status for r in results].count("read")

    assert server.read + server.written <= budget
    assert done > 0
    assert [r.status for r in results] == ["read"] * done + ["failed"] * (len(paths) - done)
    assert all("budget-spent" in r.reason for r in results[done:])
    assert len(list(reads.cache.glob("*/*.json"))) == done
    again = list(extract_paths(paths, extractor=reads.extractor()))
    assert [r.status for r in again] == ["read"] * len(paths)
    assert len(server.requests) == len(paths)


def test_a_budget_in_money_counts_prices(reads: Reads, tmp_path: Path, server: Endpoint) -> None:
    prices = Prices(read=1.0, written=4.0, currency="USD")
    extractor = reads.extractor(budget="0.02 USD", prices=prices, answer_tokens=1000, concurrency=1)
    results = list(extract_paths(written(tmp_path, copies=1), extractor=extractor))

    assert prices.cost(server.read, server.written) <= 0.02
    assert {r.status for r in results} == {"read", "failed"}
    assert "USD" in reads.said[0]


def test_an_answer_that_never_came_is_counted_as_used(reads: Reads, tmp_path: Path, server: Endpoint) -> None:
    server.faults = ["timeout"] * 20
    paths = written(tmp_path, copies=1)
    extractor = reads.extractor(budget="15000", timeout_s=0.2, concurrency=1, answer_tokens=1000)
    results = list(extract_paths(paths, extractor=extractor))

    assert [r.status for r in results] == ["failed"] * len(paths)
    assert len(server.requests) <= 4


def test_an_endpoint_without_counts_is_counted_by_the_estimate(reads: Reads, tmp_path: Path, server: Endpoint) -> None:
    server.counts = False
    extractor = reads.extractor(budget="14000", answer_tokens=1000, concurrency=1)
    results = list(extract_paths(written(tmp_path, copies=1), extractor=extractor))

    assert server.read + server.written <= 14000
    assert "failed" in {r.status for r in results}


def test_the_estimate_is_said_before_the_first_call(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.delay_s = 0.1
    before: list[int] = []

    class Noting(list[str]):
        def append(self, text: str) -> None:
            before.append(len(server.requests))
            super().append(text)

    reads.said = Noting()
    list(extract_paths([articles], extractor=reads.extractor()))

    assert before[0] == 0
    assert "2 passages, 2 to ask about; about" in reads.said[0]
    assert "on this machine" in reads.said[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200000", Limit(amount=200000)), ("200k", Limit(amount=200000)), ("1.5M tokens", Limit(amount=1500000)),
        ("12,000", Limit(amount=12000)), ("2.50 USD", Limit(amount=2.5, currency="USD")),
        ("$3", Limit(amount=3, currency="USD")),
    ],
)  # fmt: skip
def test_budgets_are_read_as_people_write_them(text: str, expected: Limit) -> None:
    assert parse_limit(text, Prices(read=1, written=1, currency="USD")) == expected


@pytest.mark.parametrize("text", ["", "much", "-5", "0", "3 apples", "5 EUR", "$3 USD"])
def test_a_budget_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ModelBudgetError):
        parse_limit(text, Prices(read=1, written=1, currency="USD"))


def test_money_without_prices_says_what_to_set() -> None:
    with pytest.raises(ModelBudgetError, match="KG_LLM_PRICE_INPUT"):
        parse_limit("2 USD", None)


def test_once_a_call_did_not_fit_a_smaller_one_is_not_slipped_in() -> None:
    spending = Spending(Limit(amount=100), None)

    assert spending.reserve(60, 50) is None
    assert spending.reserve(1, 1) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_rounding_leaves_of_a_sum_is_no_call_under_way(order: tuple[int, ...]) -> None:
    spending = Spending(Limit(amount=10), None)
    reserved = [spending.reserve(size, 0) for size in (0.1, 0.2, 0.3)]
    for index in order:
        spending.settle(reserved[index] or 0.0, 0, 0)
    found: list[float | None] = []
    asking = threading.Thread(target=lambda: found.append(spending.reserve(11, 0)), daemon=True)
    asking.start()
    asking.join(5)

    assert found == [None]
    assert spending.is_over
