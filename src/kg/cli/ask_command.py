"""The completion of `kg ask` in the shell: names of questions, their options, and values from the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter


class AskCommand(TyperCommand):
    """A command that, where the shell asks for completions, has the options of the question named."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer has a Click of its own, by version
        """Return the parameters of the command, and those of the question once its name is read."""
        params = super().get_params(ctx)
        wanted = ctx.params.get("question") if ctx.resilient_parsing else None
        return [*params, *_options(wanted)] if wanted else params


def complete_names(incomplete: str) -> list[tuple[str, str]]:
    """Return the questions whose names begin so, with what they ask."""
    from kg.pipeline.complete import complete_question

    try:
        return complete_question(_catalogue(), incomplete)
    except KgError:
        return []


def _options(wanted: str) -> list[Any]:
    from kg.graph.questions.catalogue import find_question

    try:
        question = find_question(_catalogue(), wanted)
    except KgError:
        return []
    return [_option(parameter) for parameter in question.parameters]


def _option(parameter: Parameter) -> Any:  # noqa: ANN401 - Typer has a Click of its own, by version
    """Return a parameter as Typer makes options: of a command that has no other."""

    def values(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from kg.graph.stores.store import open_store
        from kg.pipeline.complete import complete_value

        try:
            return complete_value(open_store(ctx.params.get("store")), parameter, incomplete)
        except KgError:
            return []

    option = typer.Option(None, f"--{parameter.name}", help=parameter.label, autocompletion=values)

    def command(value: str = option) -> None:
        raise NotImplementedError(value)

    app = typer.Typer(add_completion=False)
    app.command()(command)
    made = typer.main.get_command(app).params
    return next(param for param in made if param.name == "value")


def _catalogue() -> list[Question]:
    from kg.graph.questions.catalogue import read_catalogue
    from kg.resources import find_root

    return read_catalogue(find_root())
