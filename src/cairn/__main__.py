"""`python -m cairn` is the command `cairn`."""

import sys

from cairn.cli import main

sys.exit(main())
