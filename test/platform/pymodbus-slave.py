"""A Modbus RTU slave that this project did not write: Debian's python3-pymodbus, with the LD120's map at node 11, a board of sixteen
inputs at node 1, one of 40 coils at node 17, and boards with counters at nodes 4 (30051, 40053 to 40060), 9 (30051, 40053 to 40084) and 3
(45301 to 45312). A line on standard input, "node address value", sets one discrete input (from 10001) or register (from 30001, from 40001);
"node coils" prints the coils that are on, from 1. After each line it prints "done" and how many that makes."""

import asyncio
import sys

import pymodbus
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer
from pymodbus.transaction import ModbusRtuFramer

nodes = {
    1: ModbusSlaveContext(di=ModbusSequentialDataBlock(1, [0] * 16)),
    17: ModbusSlaveContext(co=ModbusSequentialDataBlock(1, [0] * 40)),
    3: ModbusSlaveContext(hr=ModbusSequentialDataBlock(5301, [0] * 12)),
    4: ModbusSlaveContext(ir=ModbusSequentialDataBlock(51, [0]), hr=ModbusSequentialDataBlock(53, [0] * 8)),
    9: ModbusSlaveContext(ir=ModbusSequentialDataBlock(51, [0]), hr=ModbusSequentialDataBlock(53, [0] * 32)),
    11: ModbusSlaveContext(di=ModbusSequentialDataBlock(1, [0] * 6)),
}


async def obey():
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    done = 0
    while line := await lines.readline():
        node, what, *value = line.split()
        if what == b"coils":
            coils = nodes[int(node)].getValues(1, 0, 40)
            print("coils", *(i + 1 for i, on in enumerate(coils) if on), flush=True)
        else:
            table, address = divmod(int(what) - 1, 10000)
            nodes[int(node)].setValues({1: 2, 3: 4, 4: 3}[table], address, [int(value[0])])
        done += 1
        print("done", done, flush=True)
    asyncio.get_running_loop().stop()


async def main():
    obeying = asyncio.create_task(obey())  # kept: asyncio forgets, and ends, a task that nobody holds
    server = await StartAsyncSerialServer(
        context=ModbusServerContext(slaves=nodes, single=False),
        framer=ModbusRtuFramer,
        port=sys.argv[1],
        baudrate=9600,
        ignore_missing_slaves=True,
        defer_start=True,
    )
    await server.start()
    # Said only now: what is asked before the tty is open is thrown away with what lay in it.
    print("pymodbus", pymodbus.__version__ if isinstance(pymodbus.__version__, str) else pymodbus.version.version, flush=True)
    await obeying


asyncio.run(main())
