"""``python -m tests.peers [SUITE ...]``: the suites of packages that use kernels, on cold and on warm kernels.

Exit code 1 if a test tells them apart.
"""

import sys

from tests.peers.compare import SUITES, differences


def main(names: list[str]) -> int:
    unknown = set(names) - set(SUITES)
    if unknown:
        print(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}", file=sys.stderr)
        return 2
    found = 0
    for name in names or SUITES:
        print(f"{name} ...", flush=True)
        for difference in differences(SUITES[name]):
            print(f"  {difference}")
            found += 1
    print("No test tells warm kernels from cold ones." if not found else f"Tests that do: {found}")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
