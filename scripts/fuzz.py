"""Ask a running site what its description allows and what it does not, thousands of times, always the same.

    python scripts/fuzz.py http://127.0.0.1:8000 --cases 5000

No answer may be a server error, have a status that is not described, or a body or header outside its schema. Afterwards
the site needs no mending: everything is read-only. Its RATE_LIMIT must leave room for so many questions.
"""

import argparse
import json
import math
import subprocess
import sys
from urllib.request import urlopen

SEED = 20261125
PHASES = "examples,coverage,fuzzing,stateful"
#: `positive_data_acceptance` has no place here: a value that no vocabulary has is refused, though its schema allows it.
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance"
)


def main(arguments: list[str]) -> int:
    """Answer with schemathesis's own exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="the address of the site, such as http://127.0.0.1:8000")
    parser.add_argument("--cases", type=int, default=5_000, help="how many questions to make up, at least")
    parser.add_argument("--phases", default=PHASES)
    asked = parser.parse_args(arguments)
    described = f"{asked.site}/api/v1/openapi.json"
    with urlopen(described) as answer:  # noqa: S310 - the address is the caller's own
        operations = len(json.load(answer)["paths"])
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--no-color", "run", described),
            *("--seed", str(SEED), "--phases", asked.phases, "--checks", CHECKS),
            *("--max-examples", str(math.ceil(asked.cases / operations))),
            *("--continue-on-failure", "--suppress-health-check", "all"),
        ],
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
