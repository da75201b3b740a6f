"""Debian's pymodbus as a master: sixteen inputs of node 1, ten times a second. It runs until it is ended."""

import sys
import time

from pymodbus.client import ModbusSerialClient

client = ModbusSerialClient(port=sys.argv[1], baudrate=38400, timeout=0.1)
client.connect()
due = time.monotonic()
while True:
    client.read_discrete_inputs(0, 16, slave=1)
    due += 0.1
    time.sleep(max(0, due - time.monotonic()))
