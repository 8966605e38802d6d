"""Draw a network with matplotlib: one SVG or PNG with labels that can be read, a legend and its source.

The same network gives the same bytes on the same machine: nothing in the file is drawn by chance or dated.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from kg.network.labels import Box, Wanted, place_labels
from kg.network.measures import require
from kg.network.values import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    from kg.network.layout import Point
    from kg.network.looks import Look
    from kg.network.values import Network

_INCHES = (12.0, 9.0)
_DPI = 150
_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text, which screen readers and searches find
    "svg.hashsalt": "cpkg",
    "font.family": ["DejaVu Sans", "sans-serif"],
}
_SPREAD = {"s": 0.88, "D": 0.72, "h": 1.1, "*": 1.3}
"""Shapes that matplotlib draws larger or smaller than a disc of the same size, and by how much."""
_HALO = 2.5
"""Width of the white line round a label, in points."""
_PAD = 3.0
"""Pixels between a label and what stands beside it."""
_STYLE = (
    '[id^="label-"] text { paint-order: stroke; stroke: white;'
    f" stroke-width: {_HALO}px; stroke-linejoin: round; }}"
)
_WRITTEN_LARGE = 10
"""Labels that are written larger than the others."""
_EDGE_COLOUR = "#888888"
_INK = "#222222"
_MARGIN = 0.06
_TITLE_WIDTH, _CAPTION_WIDTH, _LEGEND_WIDTH = 78, 150, 27
"""Characters in a line."""


@dataclass(frozen=True)
class Picture:
    """All that a picture shows."""

    network: Network
    places: Mapping[str, Point]
    sizes: Mapping[str, float]
    """Diameter of each node in points."""
    groups: Mapping[str, str]
    looks: Mapping[str, Look]
    labelled: Sequence[str]
    """Nodes that get a label where there is room, the most important first."""
    title: str
    legend: str
    """What the colours stand for."""
    caption: str
    """What sizes and lines mean, what is left out, and the source."""


def draw(picture: Picture, form: str) -> bytes:
    """Return the picture as `svg` or `png`.

    Raises:
        MissingToolError: where matplotlib is not installed.
    """
    require("matplotlib", "a picture")
    import matplotlib as mpl

    with warnings.catch_warnings(), mpl.rc_context(_SETTINGS):  # type: ignore[arg-type]  # its keys are a list of several hundred names
        warnings.filterwarnings("ignore", "Glyph .* missing")  # of scripts that the font lacks: boxes
        figure, labels = _figure(picture)
        if form == "png":
            _give_haloes(labels)  # in an SVG they would turn text into outlines; its style has them instead
        buffer = io.BytesIO()
        meta = {"Date": None, "Creator": "cpkg"} if form == "svg" else {"Software": "cpkg"}
        figure.savefig(buffer, format=form, dpi=_DPI, metadata=meta)
    return _described(buffer.getvalue(), picture) if form == "svg" else buffer.getvalue()


def _figure(picture: Picture) -> tuple[Figure, list[Text]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.08, 0.77, 0.84))
    axes.set_axis_off()
    _set_limits(axes, picture)
    figure.text(
        0.02, 0.965, _plain(fill(picture.title, _TITLE_WIDTH)), size=15, weight="bold", color=_INK, va="top"
    )
    figure.text(0.02, 0.02, _plain(fill(picture.caption, _CAPTION_WIDTH)), size=8, color=_INK, va="bottom")
    _draw_edges(axes, picture)
    _draw_nodes(axes, picture)
    _draw_legend(figure, picture)
    figure.draw_without_rendering()
    return figure, _draw_labels(figure, axes, picture)


def _set_limits(axes: Axes, picture: Picture) -> None:
    xs = [x for x, _ in picture.places.values()] or [0.0]
    ys = [y for _, y in picture.places.values()] or [0.0]
    for low, high, limit in ((min(xs), max(xs), axes.set_xlim), (min(ys), max(ys), axes.set_ylim)):
        room = _MARGIN * max(high - low, 0.5)
        limit(low - room, high + room)


def _draw_edges(axes: Axes, picture: Picture) -> None:
    """Draw edges as thin curved lines, with a head at the target where they have a direction."""
    from matplotlib.patches import FancyArrowPatch

    most = max((edge.weight for edge in picture.network.edges), default=1.0)
    crowd = min(1.0, 60 / max(len(picture.network.edges), 1))
    for edge in sorted(picture.network.edges, key=lambda one: (one.weight, one.source, one.target)):
        share = math.sqrt(edge.weight / most)
        arrow = FancyArrowPatch(
            picture.places[edge.source],
            picture.places[edge.target],
            arrowstyle="-|>" if picture.network.directed else "-",
            connectionstyle="arc3,rad=0.08",
            mutation_scale=7,
            shrinkA=picture.sizes[edge.source] / 2,
            shrinkB=picture.sizes[edge.target] / 2 + 1,
            linewidth=0.5 + 2.5 * share,
            color=_EDGE_COLOUR,
            alpha=0.25 + 0.35 * max(crowd, share),
            zorder=1,
        )
        axes.add_patch(arrow)


def _draw_nodes(axes: Axes, picture: Picture) -> None:
    for group, look in picture.looks.items():
        chosen = [node.iri for node in picture.network.nodes if picture.groups[node.iri] == group]
        axes.scatter(
            [picture.places[iri][0] for iri in chosen],
            [picture.places[iri][1] for iri in chosen],
            s=[(_SPREAD.get(look.shape, 1.0) * picture.sizes[iri]) ** 2 for iri in chosen],
            c=look.colour,
            marker=look.shape,
            edgecolors="white",
            linewidths=0.8,
            zorder=2,
        )


def _draw_legend(figure: Figure, picture: Picture) -> None:
    """Draw, in a strip of its own, which colour and shape is which group."""
    from matplotlib.lines import Line2D

    keys = [
        Line2D([], [], linestyle="", marker=look.shape, markersize=8, markerfacecolor=look.colour,
               markeredgecolor="white", label=_plain(fill(f"{look.group} ({look.count})", _LEGEND_WIDTH)))
        for look in _legend_looks(picture)
    ]  # fmt: skip
    figure.legend(
        handles=keys, title=picture.legend, loc="upper left", bbox_to_anchor=(0.80, 0.92), fontsize=8,
        title_fontsize=9, alignment="left", frameon=False, borderaxespad=0,
    )  # fmt: skip


def _legend_looks(picture: Picture) -> list[Look]:
    """Return a look for each line of the legend; groups that share the last colour share one line."""
    from kg.network.looks import OTHER, OTHERS, Look

    own = [look for look in picture.looks.values() if (look.colour, look.shape) != OTHER]
    rest = [look for look in picture.looks.values() if (look.colour, look.shape) == OTHER]
    if len(rest) > 1:
        rest = [Look(OTHERS, *OTHER, sum(look.count for look in rest))]
    return own + rest


def _draw_labels(figure: Figure, axes: Axes, picture: Picture) -> list[Text]:
    """Write the names of the nodes that get one, where there is room in pixels; return what was written."""
    names = {node.iri: node.name for node in picture.network.nodes}
    boxes = _node_boxes(figure, axes, picture)
    texts = [_text(axes, names[iri], rank) for rank, iri in enumerate(picture.labelled)]
    wanted = [
        _wanted(boxes[iri], text.get_window_extent())
        for iri, text in zip(picture.labelled, texts, strict=True)
    ]
    own = axes.get_window_extent()
    frame = Box(own.x0, own.y0, own.x1, own.y1)
    written = []
    for text, box in zip(texts, place_labels(wanted, list(boxes.values()), frame), strict=True):
        if box is None:
            text.remove()
            continue
        x, y = axes.transData.inverted().transform(_centre(box))
        text.set_position((float(x), float(y)))
        written.append(text)
    return written


def _wanted(node: Box, extent: Bbox) -> Wanted:
    """Return the room a label wants, with a margin on all sides."""
    x, y = _centre(node)
    return Wanted(x, y, (node.right - node.left) / 2, extent.width + 2 * _PAD, extent.height + _PAD)


def _give_haloes(labels: Sequence[Text]) -> None:
    from matplotlib import patheffects

    for label in labels:
        label.set_path_effects([patheffects.withStroke(linewidth=_HALO, foreground="white")])


def _text(axes: Axes, name: str, rank: int) -> Text:
    size = 9.5 if rank < _WRITTEN_LARGE else 8
    drawn = axes.text(0, 0, _short(name), size=size, color=_INK, ha="center", va="center", zorder=4)
    drawn.set_gid(f"label-{rank + 1}")
    return drawn


def _node_boxes(figure: Figure, axes: Axes, picture: Picture) -> dict[str, Box]:
    """Return the square round each node, in pixels."""
    pixels = figure.dpi / 72
    found = {}
    for iri, place in picture.places.items():
        x, y = axes.transData.transform(place)
        half = picture.sizes[iri] * pixels / 2
        found[iri] = Box(x - half, y - half, x + half, y + half)
    return found


def _centre(box: Box) -> Point:
    return (box.left + box.right) / 2, (box.low + box.high) / 2


def _short(name: str, most: int = 44) -> str:
    """Return a name that fits beside a dot."""
    cut = name if len(name) <= most else name[: most - 1].rstrip() + "…"
    return _plain(cut)


def _plain(text: str) -> str:
    """Return text for matplotlib, which takes what stands between two dollar signs for a formula."""
    return clean(text).replace("$", r"\$")


def _described(svg: bytes, picture: Picture) -> bytes:
    """Put title and description first, where screen readers look for them."""
    text = svg.decode()
    start = text.index("<svg ")
    end = text.index(">", start)
    told = (
        f'>\n <title id="title">{escape(clean(picture.title))}</title>\n'
        f' <desc id="description">{escape(clean(_in_words(picture)))}</desc>\n'
        f" <style>{_STYLE}</style>"
    )
    role = ' role="img" aria-labelledby="title description"'
    return (text[:end] + role + told + text[end + 1 :]).encode()


def _in_words(picture: Picture) -> str:
    names = {node.iri: node.name for node in picture.network.nodes}
    first = ", ".join(names[iri] for iri in picture.labelled[:10])
    shown = f"{len(picture.network.nodes)} {picture.network.things}, {len(picture.network.edges)} links."
    return f"Network of {shown} Most central first: {first}. {picture.caption}"
