"""Hold a snapshot of the store in memory and fork processes that answer queries; run as a file, by `pool`.

The parent writes the snapshot to standard input as N-Quads, then asks on a socket for one process after
another, handing over the socket that the process is to serve. Processes share the snapshot's memory, so that
a new one takes milliseconds, and hold nothing that a query could do harm to: no network where the system lets
an ordinary process give it up, no file may be written, memory has a limit.

Imports nothing of the package but one function, by its file, which imports nothing of it either: what a query
runs beside is only these two files.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import json
import os
import resource
import signal
import socket
import struct
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

STACK = 256 * 1024**2
"""Bytes of stack: the evaluator recurses, and the main thread's stack is 8 MB."""
FRAME = struct.Struct("!I")
TAKEN = b"\x06"
"""What a process says once it has a query: whatever ends it from then on may be the query's doing."""
_CHUNK = 256 * 1024
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from <sys/prctl.h>
_NEW_USER_AND_NET = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET, from <sched.h>
_FILES = 64
_NICE = 5
"""How far queries stand back behind the server, which has to go on talking to everybody."""

Job = dict[str, Any]
Stores = tuple[ox.Store, ox.Store]
"""Ours, and the graphs of others that were loaded beside it."""
Solutions = list[tuple[Any, ...]]


def main() -> None:
    """Load the snapshot, say so, and fork a process for each socket that comes in."""
    control = socket.socket(fileno=int(sys.argv[1]))
    limits = json.loads(sys.argv[2])
    _die_with_parent()
    _leave_network()
    store = ox.Store()
    store.bulk_load(sys.stdin.buffer, ox.RdfFormat.N_QUADS)
    stores = (store, _taken_out(store, limits["loaded"]))
    gc.freeze()  # a collection in a child would copy the pages that all share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.sendall(b"ready\n")
    while True:
        message, sockets, _, _ = socket.recv_fds(control, 16, 1)
        if not message:
            return
        child = os.fork()
        if not child:
            control.close()
            _serve(stores, socket.socket(fileno=sockets[0]), limits)
            os._exit(0)
        os.close(sockets[0])
        control.sendall(f"{child}\n".encode())


def _taken_out(store: ox.Store, graphs: str) -> ox.Store:
    """Return a store with the graphs whose names begin so, which are then no part of the first's union."""
    loaded = ox.Store()
    names = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    for name in names:
        if name.value.startswith(graphs):
            loaded.bulk_extend(store.quads_for_pattern(None, None, None, name))
            store.remove_graph(name)
    return loaded


def _serve(stores: Stores, connection: socket.socket, limits: Job) -> None:
    """Answer one query after another in a thread with a stack for deep ones."""
    _die_with_parent()
    os.nice(_NICE)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_AS, _address_space() + STACK + limits["memory"]),
    ):
        hard = resource.getrlimit(kind)[1]  # of whoever runs us, which may not be raised
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))
    threading.stack_size(STACK)
    thread = threading.Thread(target=_loop, args=(stores, connection))
    thread.start()
    thread.join()


def _loop(stores: Stores, connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the parent left
        while (request := _receive(connection)) is not None:
            connection.sendall(TAKEN)
            for part in _answer(stores, json.loads(request)):
                connection.sendall(FRAME.pack(len(part)) + part)
            connection.sendall(FRAME.pack(0))


def _receive(connection: socket.socket) -> bytes | None:
    head = _read(connection, FRAME.size)
    return None if head is None else _read(connection, FRAME.unpack(head)[0])


def _read(connection: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = connection.recv(min(size, _CHUNK))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _answer(stores: Stores, job: Job) -> Iterator[bytes]:
    """Yield what came of a query, as JSON, and then the answer in parts."""
    try:
        report, parts = _run(stores, job)
    except SyntaxError as error:
        report, parts = {"error": "syntax", "message": str(error)}, []
    except MemoryError:
        report, parts = {"error": "memory", "message": ""}, []
    except (OSError, RuntimeError, ValueError) as error:
        report, parts = {"error": "engine", "message": str(error)}, []
    yield json.dumps(report).encode()
    yield from parts


def _run(stores: Stores, job: Job) -> tuple[Job, list[bytes]]:
    store, loaded = stores
    query = "".join(part if isinstance(part, str) else _joined(loaded, part, job) for part in job["query"])
    result = store.query(
        query,
        base_iri=job["base"],
        use_default_graph_as_union=job["union"],
        default_graph=_graphs(job["default"]),
        named_graphs=_graphs(job["named"]),
    )
    kind, media = _form(result, job)
    if not media:  # the client takes nothing that fits
        return {"kind": kind, "media": ""}, []
    if isinstance(result, ox.QueryBoolean):
        return {"kind": "boolean", "media": job["boolean"]}, [_boolean(bool(result), job["boolean"])]
    if isinstance(result, ox.QueryTriples):
        return _graph(result, job)
    return _rows(result, job)


def _joined(loaded: ox.Store, block: Job, job: Job) -> str:
    """Return the rows of a block that reads a loaded graph, as they are put into the query."""
    rows: str = _worker().rows_as_values(
        loaded, block["query"], block["graph"], block["most"], base=job["base"]
    )
    return rows


@cache
def _worker() -> ModuleType:
    """Return the module `kg.graph.stores.worker`, by its file."""
    path = Path(__file__).parents[2] / "graph" / "stores" / "worker.py"
    spec = importlib.util.spec_from_file_location("worker", path)
    if spec is None or spec.loader is None:
        raise OSError(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _form(result: Any, job: Job) -> tuple[str, str]:  # noqa: ANN401 - any result of pyoxigraph
    """Return the kind of an answer, and the media type that the client wants for it."""
    if isinstance(result, ox.QueryBoolean):
        return "boolean", job["boolean"]
    return ("graph", job["graph"]) if isinstance(result, ox.QueryTriples) else ("rows", job["tabular"])


def _graphs(iris: list[str] | None) -> list[Any] | None:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def _graph(result: ox.QueryTriples, job: Job) -> tuple[Job, list[bytes]]:
    found, more = _first(result, job["rows"])
    kind = {form.media_type: form for form in _GRAPH_FORMS}[job["graph"]]
    text = ox.serialize(dict.fromkeys(found), format=kind) or b""
    if more and job["graph"] in _COMMENTS:
        text += _COMMENTS[job["graph"]].format(job["rows"]).encode()
    fits = len(text) <= job["size"]  # a graph cut in the middle would not parse
    if not fits:
        return {"error": "size", "message": str(len(text))}, []
    return {"kind": "graph", "media": job["graph"], "truncated": more}, list(_chunks(text))


def _rows(result: ox.QuerySolutions, job: Job) -> tuple[Job, list[bytes]]:
    names = [variable.value for variable in result.variables]
    places = range(len(names))
    solutions, more = _first(([s[place] for place in places] for s in result), job["rows"])
    write = _ROW_FORMS[job["tabular"]]
    parts, cut = _within(write(names, solutions, job["rows"] if more else None), job["size"])
    if cut:  # again, with fewer: the head has to say it
        fewer = solutions[: max(len(solutions) * 9 // 10 * job["size"] // cut, 1)]
        parts, _ = _within(write(names, fewer, len(fewer)), cut)
    return {"kind": "rows", "media": job["tabular"], "truncated": bool(more or cut)}, parts


def _first(results: Iterable[Any], most: int) -> tuple[list[Any], bool]:
    """Return the first so many results, and whether there are more."""
    found: list[Any] = []
    for result in results:
        if len(found) == most:
            return found, True
        found.append(result)
    return found, False


def _within(lines: Iterable[str], most: int) -> tuple[list[bytes], int]:
    """Return text in parts; and its length where that is over what an answer may have, else 0."""
    parts, part, length, total = [], [], 0, 0
    for line in lines:
        part.append(line)
        length += len(line)
        if length >= _CHUNK:
            parts.append("".join(part).encode())
            total += len(parts[-1])
            part, length = [], 0
    parts.append("".join(part).encode())
    total += len(parts[-1])
    return [one for one in parts if one], total if total > most else 0


def _chunks(text: bytes) -> Iterator[bytes]:
    for start in range(0, len(text), _CHUNK):
        yield text[start : start + _CHUNK]


# Writers of rows: pyoxigraph's own write whole answers only, and cannot say that one was cut.


def _json(names: list[str], solutions: Solutions, cut_at: int | None) -> Iterator[str]:
    head: Job = {"vars": names}
    if cut_at is not None:
        head["link"] = [f"urn:cpkg:truncated:{cut_at}"]
    yield '{"head":' + json.dumps(head) + ',"results":{"bindings":['
    keys = [json.dumps(name) + ":" for name in names]
    known: dict[Any, str] = {}
    separator = ""
    for solution in solutions:
        cells = []
        for key, term in zip(keys, solution, strict=True):
            if term is not None:
                if term not in known:
                    known[term] = json.dumps(_json_term(term), ensure_ascii=False)
                cells.append(key + known[term])
        yield separator + "{" + ",".join(cells) + "}"
        separator = ","
    yield "]}}\n"


def _json_term(term: Any) -> Job:  # noqa: ANN401 - any term of pyoxigraph
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        places = ("subject", "predicate", "object")
        return {"type": "triple", "value": {at: _json_term(getattr(term, at)) for at in places}}
    found: Job = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        found["datatype"] = term.datatype.value
    return found


def _xml(names: list[str], solutions: Solutions, cut_at: int | None) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    yield "".join(f'<variable name="{_escaped(name)}"/>' for name in names)
    if cut_at is not None:
        yield f'<link href="urn:cpkg:truncated:{cut_at}"/>'
    yield "</head><results>"
    for solution in solutions:
        cells = (
            f'<binding name="{_escaped(name)}">{_xml_term(term)}</binding>'
            for name, term in zip(names, solution, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(cells)}</result>"
    yield "</results></sparql>\n"


def _xml_term(term: Any) -> str:  # noqa: ANN401 - any term of pyoxigraph
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_escaped(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{term.value}</bnode>"
    if isinstance(term, ox.Triple):
        places = ("subject", "predicate", "object")
        inner = "".join(f"<{at}>{_xml_term(getattr(term, at))}</{at}>" for at in places)
        return f"<triple>{inner}</triple>"
    mark = ""
    if term.language:
        mark = f' xml:lang="{term.language}"'
    elif term.datatype.value != _STRING:
        mark = f' datatype="{_escaped(term.datatype.value)}"'
    return f"<literal{mark}>{_escaped(term.value)}</literal>"


def _escaped(text: str) -> str:
    for mark, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        text = text.replace(mark, name)
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)  # no XML has control characters


def _csv(names: list[str], solutions: Solutions, _cut_at: int | None) -> Iterator[str]:
    yield ",".join(names) + "\r\n"
    for solution in solutions:
        yield ",".join(map(_csv_cell, solution)) + "\r\n"


def _csv_cell(term: Any) -> str:  # noqa: ANN401 - any term of pyoxigraph
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '",\r\n') else text


def _tsv(names: list[str], solutions: Solutions, _cut_at: int | None) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for solution in solutions:
        yield "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in solution) + "\n"


def _boolean(value: bool, media: str) -> bytes:
    word = "true" if value else "false"
    if media == _XML_MEDIA:
        return (
            '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head></head><boolean>{word}</boolean></sparql>\n"
        ).encode()
    return f'{{"head":{{}},"boolean":{word}}}\n'.encode()


_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XML_MEDIA = "application/sparql-results+xml"
_ROW_FORMS: dict[str, Callable[[list[str], Solutions, int | None], Iterator[str]]] = {
    "application/sparql-results+json": _json,
    _XML_MEDIA: _xml,
    "text/csv": _csv,
    "text/tab-separated-values": _tsv,
}
_GRAPH_FORMS = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.RDF_XML,
    ox.RdfFormat.JSON_LD,
    ox.RdfFormat.N_QUADS,
    ox.RdfFormat.TRIG,
)
_COMMENTS = dict.fromkeys(
    ("text/turtle", "application/n-triples", "application/n-quads", "application/trig"),
    "# truncated after {} triples\n",
) | {"application/rdf+xml": "\n<!-- truncated after {} triples -->\n"}


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _die_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _leave_network() -> None:
    """Cut the network where the system lets an ordinary process do so; `limits` is the first wall."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NET)


if __name__ == "__main__":
    main()
