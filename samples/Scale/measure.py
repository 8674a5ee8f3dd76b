"""Checks and measures score_folder.py: python3 measure.py [--tool TOOL] [--rows 200000]

Makes rows, trains a model on some, and scores all of them by one process, by one and by two workers, and by two of which one is killed in
the middle. Exit code 1 where any of the results differs from that of one process by a byte.
"""

import argparse
import filecmp
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from distributed import Client, LocalCluster

from score_folder import score_folder

WIDTH, FILES = 20, 4


def write_rows(file, count, seed, label):
    numbers = random.Random(seed)
    with open(file, "w") as rows:
        rows.write(",".join([f"x{i}" for i in range(WIDTH)] + (["anomaly"] if label else [])) + "\n")
        for row in range(count):
            anomaly = row % 20 == 0
            values = [numbers.random() if anomaly else 0.2 * (i % 4) + 0.1 * numbers.random() for i in range(WIDTH)]
            rows.write(",".join([f"{value:.5f}" for value in values] + (["1" if anomaly else "0"] if label else [])) + "\n")


def by_dask(tool, model, rows, scores, workers, part_size, kill_one=False):
    with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None) as cluster, Client(cluster) as client:
        client.wait_for_workers(workers)
        if kill_one:
            # When the first parts are there, the others are on their way.
            def kill(process):
                while len([part for part in (scores / ".parts").glob("*") if part.suffix[1:].isdigit()]) < 2:
                    time.sleep(0.01)
                os.kill(process, signal.SIGKILL)
            threading.Thread(target=kill, args=[list(client.run(os.getpid).values())[0]], daemon=True).start()
        before = time.monotonic()
        score_folder(client, tool, model, rows, scores, part_size)
        return time.monotonic() - before


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tool", default="protoanomaly")
    arguments.add_argument("--rows", type=int, default=200_000)
    given = arguments.parse_args()
    tool = shlex.split(given.tool)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        rows = folder / "rows"
        rows.mkdir()
        write_rows(folder / "training.csv", 2000, 0, label=True)
        for number in range(FILES):
            write_rows(rows / f"part{number}.csv", given.rows // FILES, number + 1, label=False)
        model = folder / "model.zip"
        subprocess.run([*tool, "train", folder / "training.csv", "--label", "anomaly", "--out", model, "--seed", "1", "--quiet"], check=True, stdout=subprocess.DEVNULL)

        one = folder / "one"
        one.mkdir()
        before = time.monotonic()
        for file in rows.iterdir():
            subprocess.run([*tool, "score", model, file, "--out", one / file.name], check=True)
        print(f"one process         {given.rows / (time.monotonic() - before):10,.0f} rows/s", flush=True)

        part_size = max(1, sum(file.stat().st_size for file in rows.iterdir()) // 16)
        for name, workers, kill_one in [("1 worker", 1, False), ("2 workers", 2, False), ("2 workers, 1 killed", 2, True)]:
            scores = folder / name
            seconds = by_dask(tool, model, rows, scores, workers, part_size, kill_one)
            same = all(filecmp.cmp(file, scores / file.name, shallow=False) for file in one.iterdir())
            failed |= not same
            print(f"{name:20}{given.rows / seconds:10,.0f} rows/s  {'the same bytes' if same else 'DIFFERENT'}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
