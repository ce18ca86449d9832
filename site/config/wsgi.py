"""The site for a WSGI server, which needs `site/` and the project's folder on its path."""

import gc
import sys

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config import ROOT, configure
from config.revalidating import Revalidation

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
configure()
application = Revalidation(get_wsgi_application())
if problems := run_checks(tags=["environment"]):
    sys.exit("\n".join(f"{problem.msg} {problem.hint}" for problem in problems))
# What is loaded by now stays. To look for garbage among it would hold up answers for a tenth of a second now and then.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
