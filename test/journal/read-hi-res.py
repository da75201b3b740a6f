"""Reads exported files as other programs do, and knows nothing of the program that wrote them: no line of it is shared.

A .dat: the first twenty characters are the beginning (ATSPM's reader), and so is the first line up to its first comma (others); seven line
feeds end the head; then records of code, parameter, and tenths since the beginning as a signed 16-bit number, high byte first: ATSPM reads
them signed. A .datZ is the same in zlib's wrapping, whose first two bytes some readers skip to inflate what follows. CSV has a heading.

python3 read-hi-res.py FILE... -> [[name, [[time, code, parameter], ...]], ...] as JSON
"""

import csv
import datetime
import json
import struct
import sys
import zlib


def dat(data):
    beginning = datetime.datetime.strptime(data[:20].decode("ascii").strip(), "%m/%d/%Y %H:%M:%S")
    line = data.split(b"\n", 1)[0].split(b",")[0].decode("ascii").strip()
    assert datetime.datetime.strptime(line, "%m/%d/%Y %H:%M:%S") == beginning, line
    at = 0
    for _ in range(7):
        at = data.index(b"\n", at) + 1
    assert b"Phases in use:" in data[:at]
    body = data[at:]
    assert len(body) % 4 == 0, len(body)
    rows = []
    for code, parameter, tenths in struct.iter_unpack(">BBh", body):
        when = beginning + datetime.timedelta(milliseconds=100 * tenths)
        rows.append([when.strftime("%Y-%m-%d %H:%M:%S.") + str(when.microsecond // 100000), code, parameter])
    return rows


def rows_of(name):
    with open(name, "rb") as file:
        data = file.read()
    if name.endswith(".datZ"):
        inflated = zlib.decompress(data)
        assert zlib.decompress(data[2:], -15) == inflated
        return dat(inflated)
    if name.endswith(".dat"):
        return dat(data)
    return [[r["TimeStamp"], int(r["EventId"]), int(r["Parameter"])] for r in csv.DictReader(data.decode("ascii").splitlines())]


print(json.dumps([[name, rows_of(name)] for name in sys.argv[1:]]))
