"""Runs files of tests, in several processes at a time.

runner.py [--processes N] FILE_OR_DIRECTORY...
        runs test_*.py, prints a line a test and at last `N passed, N failed`.
        Without N there is a process for each processor, and four at most.

The environment is what harness.py says. Each process has a MariaDB of its own,
as there are tests that count what all of a MariaDB does, and hold locks that
others would wait for. It is handed a file when it has done with one: a file is
never torn, as its classes share instances.

run_module(module, names)   the tests of a module that is loaded, in this
        process; those named, if there are names. Does not return.
"""

import argparse
import io
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import time
import unittest

import harness

MOST_PROCESSES = 4


# --- what is told -----------------------------------------------------------

def name(test):
    """Without the whole of what a subtest was given."""
    text = test.id()
    return text if len(text) <= 160 else text[:160] + "..."


class Result(unittest.TestResult):
    """A line a test, at once."""

    def __init__(self):
        super().__init__()
        self.passed = 0
        self.failed = 0
        self.failfast = False

    def startTest(self, test):
        super().startTest(test)
        self._begun = time.monotonic()
        self._failed_before = self.failed

    def stopTest(self, test):
        super().stopTest(test)
        took = time.monotonic() - self._begun
        if self.failed == self._failed_before and not self._skipped(test):
            self.passed += 1
            print(f"ok      {name(test)} ({took * 1000:.0f} ms)", flush=True)

    def _skipped(self, test):
        return any(skipped is test for skipped, _ in self.skipped)

    def _fail(self, test, error):
        self.failed += 1
        print(f"FAILED  {name(test)}", flush=True)
        print("        " + self._exc_info_to_string(error, test)
              .rstrip().replace("\n", "\n        "), flush=True)

    def addFailure(self, test, error):
        self._fail(test, error)

    def addError(self, test, error):
        self._fail(test, error)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self._fail(subtest, error)

    def addUnexpectedSuccess(self, test):
        self.failed += 1
        print(f"FAILED  {name(test)}: succeeded unexpectedly", flush=True)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        print(f"skipped {name(test)}: {reason}", flush=True)


class Tally:
    """What has come of some tests; it can be sent."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.told = []

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.told += other.told

    def fail(self, line):
        self.failed += 1
        print(f"FAILED  {line}", flush=True)


class Unbroken(io.StringIO):
    """What is flushed together stands together: others write there, too."""

    def __init__(self, output, lock):
        super().__init__()
        self._output, self._lock = output, lock

    def flush(self):
        with self._lock:
            self._output.write(self.getvalue())
            self._output.flush()
        self.seek(0)
        self.truncate()


# --- a file -----------------------------------------------------------------

class Unreadable(unittest.TestCase):
    """A file that cannot be imported is one failure, not the end of all."""

    def __init__(self, file, error):
        super().__init__("runTest")
        self.file = file
        self.error = error

    def id(self):
        return self.file

    def runTest(self):
        raise self.error


def load(file):
    file = os.path.abspath(file)
    module = os.path.basename(file)[:-len(".py")]
    # Two directories may have one of that name.
    if getattr(sys.modules.get(module), "__file__", file) != file:
        del sys.modules[module]
    sys.path.insert(0, os.path.dirname(file))
    try:
        return unittest.defaultTestLoader.loadTestsFromName(module)
    except Exception as error:
        return Unreadable(module, error)
    finally:
        del sys.path[0]


def run(suite, is_last=False):
    """What came of it, and of the instances that end with it."""
    tally, result = Tally(), Result()
    suite.run(result)
    for line in harness.retire(is_last):
        tally.fail(line)
    tally.passed += result.passed
    tally.failed += result.failed
    tally.skipped += len(result.skipped)
    tally.told += harness.told
    harness.told.clear()
    return tally


# --- several processes ------------------------------------------------------

def serve(number, pipe, lock):
    """In a process of its own: runs the files that it is handed, till there
    is none. After each it sends what came of it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stdout = Unbroken(sys.stdout, lock)
    if number > 0:
        harness.stand_apart(number)
    try:
        for file in iter(pipe.recv, None):
            pipe.send(run(load(file)))
        pipe.send(run(unittest.TestSuite(), is_last=True))
    except (KeyboardInterrupt, EOFError):   # as who hands out was interrupted
        pass
    finally:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        harness.stop()


def begin(processes):
    """-> {pipe: the process at its other end}"""
    context = multiprocessing.get_context("fork")
    lock = context.Lock()
    begun = {}
    for number in range(processes):
        ours, its = context.Pipe()
        process = context.Process(target=serve, args=(number, its, lock))
        process.start()
        its.close()     # so that its end is seen here
        begun[ours] = process
    return begun


def hand_out(files, begun, total):
    """Till all of them have ended."""
    files = iter(files)
    busy = {pipe: next(files, None) for pipe in begun}
    for pipe, file in busy.items():
        pipe.send(file)
    while busy:
        for pipe in multiprocessing.connection.wait(busy):
            file = busy[pipe]
            try:
                total.add(pipe.recv())
            except EOFError:
                total.fail(f"{file}: its process has ended")
                file = None
            if file is None:
                del busy[pipe]
            else:
                busy[pipe] = next(files, None)
                pipe.send(busy[pipe])


def run_files(files, processes):
    harness.directory()     # before they part: one for all
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun = begin(min(processes, len(files)))
    total = Tally()
    try:
        hand_out(files, begun, total)
    except KeyboardInterrupt:
        total.fail("interrupted")
        for process in begun.values():
            process.terminate()
    for process in begun.values():
        process.join()
    return total


# --- from start to end ------------------------------------------------------

def finish(total):
    for text in sorted(total.told):
        print(f"told    {text}")
    if total.skipped:
        print(f"{total.skipped} skipped")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    harness.stop()
    is_well = total.failed == 0 and total.passed > 0
    harness.leave(is_well)
    sys.exit(0 if is_well else 1)


def run_module(module, names):
    loader = unittest.defaultTestLoader
    finish(run(loader.loadTestsFromNames(names, module) if names else
               loader.loadTestsFromModule(module), is_last=True))


def found(names):
    for one in names:
        if os.path.isdir(one):
            for file in sorted(os.listdir(one)):
                if file.startswith("test_") and file.endswith(".py"):
                    yield os.path.join(one, file)
        else:
            yield one


def arguments():
    parser = argparse.ArgumentParser(description="Runs files of tests.")
    parser.add_argument("--processes", type=int, metavar="N",
                        default=min(os.cpu_count(), MOST_PROCESSES))
    parser.add_argument("names", nargs="+", metavar="FILE_OR_DIRECTORY")
    return parser.parse_args()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    asked = arguments()
    finish(run_files(list(found(asked.names)), max(1, asked.processes)))
