"""python -m etl"""

import sys

from etl.command.cli import main

if __name__ == "__main__":
    sys.exit(main())
