"""Decides presentations with Spark: each partition of the lines goes through a `xinyi batch` of its own.

    spark-submit check.py IN OUT PARTITIONS xinyi batch --jobs 1 --root root.json --snapshot snapshot.json --programme ID

The parts of OUT, one after the other, are the answers in the order of the lines. `line` is counted in each partition from
1: by `id` an answer is told to be that of a line. The program and its files have to be on every machine; `spark-submit
--files` brings them.
"""

import shlex
import sys

from pyspark.sql import SparkSession


def main(lines, answers, partitions, *command):
    # 1: some line could not be decided, and its answer says why. Anything else that is not 0 fails the partition: without
    # it a snapshot that is not there would go unnoticed, as answers that are missing.
    tolerant = ["sh", "-c", '"$@" || [ $? = 1 ]', "sh", *command]
    spark = SparkSession.builder.appName("xinyi batch").getOrCreate()
    rows = spark.sparkContext.textFile(lines, int(partitions))
    rows.pipe(shlex.join(tolerant), checkCode=True).saveAsTextFile(answers)
    spark.stop()


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit("usage: check.py IN OUT PARTITIONS COMMAND…")
    main(*sys.argv[1:])
