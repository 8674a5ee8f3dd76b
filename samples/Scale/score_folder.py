"""Scores a folder of text files over several processes, on one machine or many, by Dask and `protoanomaly score`.

    python3 score_folder.py MODEL.zip ROWS_FOLDER SCORES_FOLDER --workers 2

Needs Dask's `distributed` (Debian: python3-distributed). Each file has a header and one row in each line; its scores go to a file of the same
name, in the same order. Files are cut into parts at line ends. A part that a worker didn't finish, because it was killed or its machine is
gone, is given to another one; what is in SCORES_FOLDER in the end is what one process would have written, to the byte.
"""

import argparse
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from distributed import Client, LocalCluster


def parts(file, size):
    """The byte ranges (start, end) of a file's parts, each of whole lines; the header is in none."""
    with open(file, "rb") as rows:
        rows.readline()
        start = rows.tell()
        while True:
            rows.seek(start + size)
            rows.readline()
            end = min(rows.tell(), os.path.getsize(file))
            if end <= start:
                return
            yield start, end
            start = end


def score_part(tool, model, file, start, end, target):
    """Runs on a worker. A part is there with all of its rows, or not at all: the last step is a renaming."""
    unfinished = f"{target}.{os.getpid()}.unfinished"
    with open(file, "rb") as rows, open(unfinished, "wb") as scores:
        header = rows.readline()
        process = subprocess.Popen([*tool, "score", model], stdin=subprocess.PIPE, stdout=scores)
        with process.stdin as into:
            into.write(header)
            rows.seek(start)
            left = end - start
            while left > 0:
                block = rows.read(min(left, 1 << 20))
                into.write(block)
                left -= len(block)
        if process.wait() != 0:
            raise RuntimeError(f"{file}, bytes {start} to {end}: protoanomaly ended with exit code {process.returncode}")
    os.replace(unfinished, target)
    return target


def score_folder(client, tool, model, rows_folder, scores_folder, part_size):
    """Scores all files with the workers of a cluster, which see the same folders."""
    scores_folder.mkdir(parents=True, exist_ok=True)
    work = scores_folder / ".parts"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    files = sorted(file for file in rows_folder.iterdir() if file.is_file())
    futures = {
        file: [
            client.submit(score_part, tool, str(model), str(file), start, end, str(work / f"{file.name}.{number}"), pure=False, retries=3)
            for number, (start, end) in enumerate(parts(file, part_size))
        ]
        for file in files
    }
    for file in files:
        with open(scores_folder / file.name, "wb") as target:
            for number, part in enumerate(future.result() for future in futures[file]):
                with open(part, "rb") as scores:
                    # Each part begins with the header.
                    if number > 0:
                        scores.readline()
                    shutil.copyfileobj(scores, target)
    shutil.rmtree(work)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", type=Path)
    arguments.add_argument("rows", type=Path)
    arguments.add_argument("scores", type=Path)
    arguments.add_argument("--workers", type=int, default=2, help="processes on this machine (default 2)")
    arguments.add_argument("--scheduler", help="address of a running scheduler, such as tcp://10.0.0.1:8786, instead of processes on this machine")
    arguments.add_argument("--tool", default="protoanomaly", help="how to start the tool (default protoanomaly)")
    arguments.add_argument("--part-size", type=int, default=8 << 20, help="bytes of a part (default 8 MiB)")
    given = arguments.parse_args()
    cluster = given.scheduler or LocalCluster(
        n_workers=given.workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None)
    with Client(cluster) as client:
        score_folder(client, shlex.split(given.tool), given.model.resolve(), given.rows.resolve(), given.scores.resolve(), given.part_size)
    if not given.scheduler:
        cluster.close()


if __name__ == "__main__":
    main()
