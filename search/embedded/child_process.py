"""A child process, which computes while this one does something else.

It knows nothing of Django until it runs: what is imported here is imported by it before that.
"""

import gc
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import django
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    _Pipe = Connection[Any, Any]

logger = logging.getLogger(__name__)

#: A new interpreter: a copy of this one would share its connections and its threads' locks.
_NEW = get_context("spawn")


class ChildProcess:
    """Answers what it is asked in turn. One that has ended, or never begun, is asked nothing more."""

    def __init__(self, connection: "_Pipe | None" = None) -> None:
        self._connection = connection

    def ask(self, *arguments: Any) -> None:
        """Have it call its function with these, which must not be large: it may be too busy to take them."""
        try:
            if self._connection:
                self._connection.send(arguments)
        except OSError:
            self._lose()

    def answer(self) -> Any:
        """What has come of the first that it was asked and has not answered; None if it has ended."""
        try:
            return self._connection.recv() if self._connection else None
        except (EOFError, OSError):
            self._lose()
            return None

    def _lose(self) -> None:
        logger.warning("The child process has ended; this one goes on alone.")
        self._connection = None


@contextmanager
def child_process(function: str) -> Iterator[ChildProcess]:
    """One that calls this function, named with its module, and reads the database that this process does.

    When this process ends, however it does, so does the other.
    """
    name = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
    try:
        ours, theirs = _NEW.Pipe()
        process = _NEW.Process(target=_serve, args=(theirs, function, name), daemon=True)
        process.start()
    except OSError:  # there are as many as there may be
        logger.warning("No child process can be started; this one goes on alone.", exc_info=True)
        yield ChildProcess()
        return
    theirs.close()
    try:
        yield ChildProcess(ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


def _serve(connection: "_Pipe", function: str, database: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever has asked is interrupted, too, and ends this
    django.setup()
    connections[DEFAULT_DB_ALIAS].settings_dict["NAME"] = database
    gc.disable()  # what is made here refers to nothing that refers to it
    answer = import_string(function)
    while True:
        try:
            asked = connection.recv()
        except (EOFError, OSError):  # nobody asks any more
            return
        made = answer(*asked)
        try:
            connection.send(made)
        except OSError:
            return
