"""`python -m biaochi`."""

import sys

from biaochi.cli import main

sys.exit(main())
