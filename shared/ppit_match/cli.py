"""``ppit-match evaluate | names | addresses``: score a labelled file with the matcher."""

import typer

from ppit_match.addresses import addresses
from ppit_match.evaluate_file import evaluate_file
from ppit_match.names import names

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)
app.command(name="evaluate")(evaluate_file)
app.command(name="names")(names)
app.command(name="addresses")(addresses)


def main() -> None:
    app()
