"""Write bills of materials (CycloneDX): what the program needs, and what the bundle for browsers holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from kg import __version__
from kg.errors import InputError
from release.licences import licence_of
from release.lock import read_bundle, read_requirements
from release.packages import BUNDLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from release.lock import Bundled, Locked

FRONTEND_LOCK = "src/kg/web/frontend/package-lock.json"


def write_bills(root: Path, out: Path) -> None:
    """Write `cpkg-VERSION.python.cdx.json` and `cpkg-VERSION.browser.cdx.json`.

    Raises:
        InputError: where the licence of a package is not known.
    """
    python = [_python(one) for one in read_requirements(root / "requirements.txt")]
    browser = [_browser(one) for one in read_bundle(root / BUNDLE, root / FRONTEND_LOCK)]
    for name, components in (("python", python), ("browser", browser)):
        (out / f"cpkg-{__version__}.{name}.cdx.json").write_text(bill_of(components), encoding="utf-8")


def bill_of(components: Iterable[Component]) -> str:
    """Return a bill without serial number and time, so that it is the same each time."""
    ours = Component(
        name="cpkg", version=__version__, type=ComponentType.APPLICATION, bom_ref=f"cpkg@{__version__}"
    )
    bom = Bom(components=components)
    bom.metadata.component = ours
    bom.register_dependency(ours, bom.components)
    bill = json.loads(JsonV1Dot6(bom).output_as_string())
    del bill["serialNumber"], bill["metadata"]["timestamp"]
    return json.dumps(bill, indent=2, sort_keys=True) + "\n"


def _python(package: Locked) -> Component:
    licence = licence_of(package.name)
    if licence is None:
        raise InputError(
            f"the licence of {package.name} is not known",
            where="requirements.txt",
            remedy="Read it in the package's files and name it in release/licences.py",
        )
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=one) for one in package.hashes]
    return _component("pypi", package.name, package.version, licence, hashes)


def _browser(package: Bundled) -> Component:
    hashes = [HashType(alg=HashAlgorithm.SHA_512, content=package.sha512)]
    return _component("npm", package.name, package.version, package.licence, hashes)


def _component(kind: str, name: str, version: str, licence: str, hashes: list[HashType]) -> Component:
    space, _, own = name.rpartition("/")
    purl = PackageURL(kind, space or None, own, version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=str(purl),
        hashes=hashes,
        licenses=[LicenseFactory().make_from_string(licence)],
    )
