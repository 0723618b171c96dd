"""Reads an answer of a service that is not a success, as a client does."""

from typing import Any, Protocol


class HttpAnswer(Protocol):
    """An HTTP answer, as `httpx` has it. Services work without `httpx`."""

    @property
    def status_code(self) -> int: ...

    @property
    def reason_phrase(self) -> str: ...

    @property
    def text(self) -> str: ...

    def json(self) -> Any: ...


def problem_of(answer: HttpAnswer) -> tuple[str, str]:
    """Return the code of a problem (RFC 9457) and its sentence, in English if there is one."""
    try:
        problem = answer.json()
        code, sentence = str(problem["title"]), str(problem.get("message_en") or problem["detail"])
        wrong = [f"{each['field']}: {each['problem']}" for each in problem.get("errors") or ()]
    except (ValueError, TypeError, KeyError):  # a proxy before the service answered
        return f"http-{answer.status_code}", answer.text[:200] or answer.reason_phrase
    return code, " ".join([sentence, "; ".join(wrong)]).strip()


def in_both_languages(answer: HttpAnswer) -> str:
    """Return the sentence of a problem in Indonesian, if it has one, and in English below it."""
    english = problem_of(answer)[1]
    try:
        indonesian = str(answer.json()["detail"])
    except (ValueError, TypeError, KeyError):
        return english
    return english if english.startswith(indonesian) else f"{indonesian}\n{english}"
