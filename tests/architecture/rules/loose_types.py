"""``dict[str, Any]`` is what other people's systems send: it stays at the wire, in sources."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Remark, Source, last_word

_MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"}


def loose_dictionary(source: Source) -> Iterator[Remark]:
    if not source.is_product or "sources" in source.parts:
        return
    for node in source.nodes:
        match node:
            case ast.Subscript(value=mapping, slice=ast.Tuple(elts=[_, values])) if (
                last_word(mapping) in _MAPPINGS and last_word(values) == "Any"
            ):
                yield Remark(node.lineno, "a mapping to Any carries no meaning: give it a type")
            case _:
                pass
