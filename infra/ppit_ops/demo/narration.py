"""Tells the story on a terminal or into a file: who asked what, what they got, what it proves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ppit_ops.demo.checks import Check, Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an exchange: a label and plain words."""

    label: str
    words: str
    style: str = ""


class Narrator:
    """Prints the same story with colours on a terminal and without elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, width=_width())

    def act(self, number: int, title: str) -> None:
        self.console.print()
        self.console.print(Rule(f"[bold]{number}. {title}", align="left"))

    def say(self, words: str) -> None:
        self.console.print(words)

    def aside(self, words: str) -> None:
        self.console.print(words, style="dim")

    def exchange(self, title: str, lines: Iterable[Line]) -> None:
        """Show one question and its answer."""
        told = [
            Text.assemble((f"{line.label:<11}", "dim"), (line.words, line.style)) for line in lines
        ]
        self.console.print(Panel(Group(*told), title=title, title_align="left", expand=False))

    def checks(self, checks: Iterable[Check]) -> None:
        """Show every claim of the story and whether it held."""
        table = Table(title="What was shown", title_justify="left", title_style="bold")
        table.add_column("")
        table.add_column("Claim")
        for check in checks:
            words = Text(check.claim if check.held else f"{check.claim}: {check.seen}")
            mark = Text("yes", "green") if check.held else Text("NO", "bold red")
            table.add_row(mark, words)
        self.console.print(table)

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        table = Table(title=title, title_justify="left", title_style="bold")
        for place, head in enumerate(heads):
            table.add_column(head, justify="right" if place else "left")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def figures(self, figures: Iterable[Figure]) -> None:
        """Show every figure, its part named once."""
        table = Table(
            "",
            "",
            "",
            title="The figures that the truth allows",
            title_justify="left",
            title_style="bold",
            show_header=False,
        )
        table.columns[-1].justify = "right"
        named = ""
        for figure in figures:
            part = "" if figure.part == named else figure.part
            table.add_row(part, figure.what, figure.value, end_section=False)
            named = figure.part
        self.console.print(table)


def _width() -> int | None:
    """Return a readable width where there is no terminal to ask."""
    return None if Console().is_terminal else 110
