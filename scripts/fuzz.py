"""Ask a running site what its description allows and what it does not, thousands of times, always the same.

    python scripts/fuzz.py http://127.0.0.1:8000 --cases 5000

No answer may be a server error, have a status that is not described, or a body or header outside its schema. Made-up
names lead nowhere, so addresses that take one are asked once more with the name of something that is there. Afterwards
the site needs no mending: everything is read-only. Its RATE_LIMIT must leave room for so many questions.
"""

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

SEED = 20261125
PHASES = "examples,coverage,fuzzing,stateful"
#: `positive_data_acceptance` has no place here: a value that no vocabulary has is refused, though its schema allows it.
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance"
)


def main(arguments: list[str]) -> int:
    """Answer with schemathesis's own exit code, the worse of both runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="the address of the site, such as http://127.0.0.1:8000")
    parser.add_argument("--cases", type=int, default=5_000, help="how many questions to make up, at least")
    parser.add_argument("--phases", default=PHASES)
    asked = parser.parse_args(arguments)
    described = f"{asked.site}/api/v1/openapi.json"
    paths = list(_read(described)["paths"])
    common = ["--phases", asked.phases, "--max-examples", str(math.ceil(asked.cases / len(paths)))]
    with TemporaryDirectory() as folder:
        worst = _schemathesis(folder, ["run", described, *common])
        if named := list(_named(asked.site, paths)):
            Path(folder, "named.toml").write_text("\n".join(named))
            only = ["--include-path-regex", "{"]
            worst = max(worst, _schemathesis(folder, ["--config-file", "named.toml", "run", described, *common, *only]))
    return worst


def _named(site: str, paths: Iterable[str]) -> Iterator[str]:
    """For each path with a name in it: the first of its list, as schemathesis wants to be told."""
    for path in paths:
        listing, _, name = path.removesuffix("}").partition("/{")
        found = _read(site + listing.removesuffix("/by-slug"))["data"] if name else []
        for first in found[:1]:
            value = first["id"] if name == "key" and "type" in first else first.get("code") or first["slug"]
            told = json.dumps(f"{value}")
            yield f'[[operations]]\ninclude-path = "{path}"\nparameters = {{ "path.{name}" = {told} }}\n'


def _schemathesis(folder: str, arguments: list[str]) -> int:
    fixed = ["--seed", str(SEED), "--checks", CHECKS, "--continue-on-failure", "--suppress-health-check", "all"]
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", *arguments, *fixed]
    return subprocess.run(command, cwd=folder, check=False).returncode


def _read(url: str) -> Any:
    with urlopen(url) as answer:  # noqa: S310 - the address is the caller's own
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
