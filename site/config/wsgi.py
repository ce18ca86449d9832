"""The site for a WSGI server, which needs `site/` and the project's folder on its path."""

import sys

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application

from config import ROOT, configure
from config.revalidating import Revalidation

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
configure()
application = Revalidation(get_wsgi_application())
if problems := run_checks(tags=["environment"]):
    sys.exit("\n".join(f"{problem.msg} {problem.hint}" for problem in problems))
