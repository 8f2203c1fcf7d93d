"""`python -m service` is `kaynak`."""

import sys

from service.cli import main

sys.exit(main())
