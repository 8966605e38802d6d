"""Is every query refused that writes or reaches out, and none that only reads?"""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.graph.stores.readonly import each_token, require_read_only

REFUSED = [
    # the plain form, and other letter cases
    ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { sErViCe ?g { ?s ?p ?o } }", "SERVICE"),
    # a comment where a space would be, and SILENT after a line's end
    ("SELECT * { SERVICE#c\nSILENT<http://example.org/>{?s ?p ?o} }", "SERVICE"),
    # glued to a bracket, or deep in an EXISTS
    ("SELECT * {FILTER EXISTS{SERVICE<http://example.org/>{?s ?p ?o}}}", "SERVICE"),
    # after an IRI, a name or a string with a number sign, which begins no comment
    ("SELECT * { ?s <http://a#b> ?o . SERVICE <http://example.org/> {} }", "SERVICE"),
    ("SELECT * { ?s <http://a\\u0023b#c> ?o . SERVICE <http://example.org/> {} }", "SERVICE"),
    ("PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . SERVICE <http://example.org/> {} }", "SERVICE"),
    ('SELECT * { ?s ?p "a#b" . SERVICE <http://example.org/> {} }', "SERVICE"),
    # after a string with an escaped quotation mark, or a long one with single ones in it
    ('SELECT * { ?s ?p "a\\"b" . SERVICE <http://example.org/> {} # " }', "SERVICE"),
    ('SELECT * { ?s ?p """a"b""c""" . SERVICE <http://example.org/> {} # " }', "SERVICE"),
    # an unpaired less-than sign opens no IRI
    ("SELECT * { FILTER(?a < ?b) SERVICE <http://example.org/> {} }", "SERVICE"),
    # other graphs than the store's
    ("SELECT * FROM <http://example.org/g> { ?s ?p ?o }", "FROM"),
    ("ASK FROM NAMED <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
    # every form of update, alone or after a query
    ("LOAD <http://example.org/>", "LOAD"),
    ("INSERT DATA { <a:b> <a:b> <a:b> }", "INSERT"),
    ("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "DELETE"),
    ("DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE"),
    ("WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
    ("CLEAR ALL", "CLEAR"),
    ("drop graph <a:g>", "DROP"),
    ("CREATE GRAPH <a:g>", "CREATE"),
    ("ADD <a:g> TO <a:h>", "ADD"),
    ("MOVE <a:g> TO <a:h>", "MOVE"),
    ("COPY DEFAULT TO <a:h>", "COPY"),
    ("SELECT * { ?s ?p ?o } ; DROP ALL", "DROP"),
]
ALLOWED = [
    # the words in names, variables, IRIs, strings, comments, language tags
    ("PREFIX x: <http://e/> SELECT * { ?s x:service ?from . ?from x:load <http://e/SERVICE> }", "SELECT"),
    ("PREFIX service: <http://e/> ASK { ?service service:insert $drop }", "ASK"),
    ("PREFIX : <http://e/> SELECT * { ?s :from ?o ; :insert.delete :drop }", "SELECT"),
    ('SELECT * { ?s ?p "SERVICE <x> FROM", \'DROP\', "x"@from-load }', "SELECT"),
    ('SELECT * { ?s ?p """\nSERVICE "here" \\""" DROP""" }', "SELECT"),
    ("# SERVICE is not used\nSELECT * { ?s ?p ?o } # nor FROM", "SELECT"),
    ("SELECT * { ?s <http://e/#SERVICE> _:service }", "SELECT"),
    # a comparison without spaces
    ("SELECT * { ?s ?p ?o FILTER(?s<?o && ?p>?o) }", "SELECT"),
    # the four forms
    ("DESCRIBE <http://e/x>", "DESCRIBE"),
    ("prefix e: <http://e/> construct where { ?s e:p ?o }", "CONSTRUCT"),
]


@pytest.mark.parametrize(("query", "word"), REFUSED)
def test_is_a_query_that_writes_or_reaches_out_refused(query: str, word: str) -> None:
    with pytest.raises(UsageError, match=f"the query uses {word}"):
        require_read_only(query)


@pytest.mark.parametrize(("query", "form"), ALLOWED)
def test_is_a_query_that_only_reads_let_through(query: str, form: str) -> None:
    assert require_read_only(query) == form


@pytest.mark.parametrize("text", ["", "?s ?p ?o", "hello", "# SELECT"])
def test_is_text_that_is_no_query_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no SPARQL query"):
        require_read_only(text)


# Predicates, objects and ends of a statement that confuse a splitter of words: each is SPARQL, and each looks
# as if it opened or closed an IRI, a string, a comment or a name.
PREDICATES = (
    "<http://a#b>",
    "<http://a/\\u0062#c>",
    "ex:a\\#b",
    "ex:a\\'",
    "ex:",
    "ex:%23",
    "ex:a.b",
    ":a",
    "ex:a·",
    "ex:é",
)
OBJECTS = (
    '"a#b"', '"a\\"#"', "'a\\'b'", '"""a"#"b"""', "'''a'b#'''", '"x"@en', '"x"^^ex:a\\#', "?o", "$o", "1",
    "1e5", "_:b", "ex:a\\~b", "<#>", "[]", '"\\u0022"', "ex:service", "true",
)  # fmt: skip
ENDS = (
    ".",
    " .",
    ".#c\n",
    " . # <\n",
    ". # '\n",
    '. # """\r',
    " . FILTER(?s<?o||?o>?s)",
    ". FILTER(1<2)",
    ". BIND('#' AS ?x)",
)
STATEMENT = st.builds(
    "?s {}{}{}{}".format, st.sampled_from(PREDICATES), st.sampled_from([" ", "\t", "\n"]),
    st.sampled_from(OBJECTS), st.sampled_from(ENDS),
)  # fmt: skip
SERVICE = "SERVICE<http://127.0.0.1:9/>{?s ?p ?o}"


@settings(max_examples=600, deadline=None, derandomize=True)
@given(
    before=st.lists(STATEMENT, max_size=3),
    after=st.lists(STATEMENT, max_size=2),
    glue=st.sampled_from(["", " "]),
)
def test_does_no_context_hide_a_service_that_the_engine_would_call(
    before: list[str], after: list[str], glue: str
) -> None:
    before, after = ([f"OPTIONAL {{ {statement} }}" for statement in part] for part in (before, after))
    body = glue.join([*before, SERVICE, *after])
    query = f"BASE <http://b/> PREFIX ex:<http://e/> PREFIX :<http://f/> SELECT * {{{body}}}"
    if _calls_out(query):
        with pytest.raises(UsageError, match="SERVICE"):
            require_read_only(query)


def _calls_out(query: str) -> bool:
    """Say whether pyoxigraph, asked this, tries to call; it refuses port 9 before anything leaves."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c")))
    try:
        list(store.query(query))  # type: ignore[arg-type]  # a SELECT, or a syntax error
    except (OSError, RuntimeError) as error:
        return "port 9" in str(error)
    except SyntaxError:
        pass
    return False


def test_would_the_engine_call_out_were_it_not_for_the_rule() -> None:
    assert _calls_out(f"SELECT * {{ {SERVICE} }}")


# What a rule looks for the end of, again and again, and never finds; each is 64 kB, as the endpoint takes.
ENDLESS = [
    # words and dots, dashes, or dots of another kind, that might be a prefix and have no colon
    "a." * 32_000,
    "a-" * 32_000,
    "·a." * 16_000,
    # short strings that nothing closes, though each mark after a backslash looks like it
    "'\\" * 32_000,
    '"\\' * 32_000,
    "'\n" * 32_000,
    # long strings likewise, with short ones between them
    "'''b'\\" * 8_000,
    '"""\n\\' * 10_000,
    # IRIs, comments, names and variables without an end
    "<a" * 32_000,
    "#" * 64_000,
    "a:%" * 20_000,
    "?" * 64_000,
]


@pytest.mark.parametrize("text", ENDLESS)
def test_is_a_query_split_in_linear_time(text: str) -> None:
    began = time.process_time()
    for _ in each_token(f"SELECT * {{ {text}"):
        pass
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "query",
    [
        # two strings for the engine, though three marks stand together that nothing closes
        "SELECT * { VALUES ?x { '''a' } SERVICE <http://example.org/> {} }",
        # nothing closes the mark: no query, but no word is overlooked
        "SELECT * { ?s ?p ' . SERVICE <http://example.org/> {} }",
        'SELECT * { ?s ?p \' \n . "x" SERVICE <http://example.org/> {} }',
    ],
)
def test_is_no_word_hidden_by_a_string_without_an_end(query: str) -> None:
    with pytest.raises(UsageError, match="SERVICE"):
        require_read_only(query)
