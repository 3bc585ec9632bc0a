"""Logs and spans name an event and identifiers: never a person, an address or a birthday."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Remark, Source, last_word

_LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
_LOGGER = re.compile(r"(?:^|_)(?:log|logger|logging)$", re.IGNORECASE)
_SPAN = {"set_attribute", "set_attributes", "add_event"}
_PERSONAL = re.compile(
    r"(?:^|_)(?:address|addresses|dob|born|birth|birthday|postcode|phone|telephone|mobile|e?mail"
    r"|surname|forename|nickname|known_as|full_name|first_name|last_name|family_name|given_name"
    r"|person_name)(?:$|_)|^(?:names?|given|family)$",
    re.IGNORECASE,
)
_LABELS = re.compile(r"(\w+)\s*[=:]\s*%")
_NAMED_THINGS = {"task", "job", "service", "process", "queue", "file", "path", "table", "operation"}
_OF_A_MACHINE = re.compile(r"(?:^|_)(?:bind|listen|ip|socket)_address", re.IGNORECASE)


def log_calls(source: Source) -> Iterator[Remark]:
    if not source.is_product:
        return
    for node in source.nodes:
        if not isinstance(node, ast.Call) or not _records(node.func):
            continue
        if any(_is_built(argument) for argument in node.args):
            yield Remark(node.lineno, "a log line is a constant event with arguments, not a text")
        for word in sorted(set(_personal_words(node))):
            yield Remark(node.lineno, f"{word!r} may be personal data: log an identifier instead")


def _records(func: ast.expr) -> bool:
    if not isinstance(func, ast.Attribute):
        return False
    on_a_logger = func.attr in _LEVELS and _LOGGER.search(last_word(func.value)) is not None
    return on_a_logger or func.attr in _SPAN


def _is_built(argument: ast.expr) -> bool:
    match argument:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right):
            return _is_text(left) or _is_text(right)
        case ast.Call(func=ast.Attribute(attr="format")):
            return True
        case _:
            return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _personal_words(call: ast.Call) -> Iterator[str]:
    for argument in (*call.args, *call.keywords):
        for node in ast.walk(argument):
            for word in _words(node):
                if _PERSONAL.search(word) and not _OF_A_MACHINE.search(word):
                    yield word


def _words(node: ast.AST) -> list[str]:
    match node:
        case ast.Attribute(value=owner, attr="name") if last_word(owner) in _NAMED_THINGS:
            return []
        case ast.Name(id="name" | "names"):  # of a field, a task or a file as often as of a person
            return []
        case ast.Name(id=word) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)):
            return [word]
        case ast.Constant(value=str(text)) if " " in text:
            return _LABELS.findall(text)
        case ast.Constant(value=str(text)):
            return [text.split("=")[0].replace(".", "_")]
        case _:
            return []
