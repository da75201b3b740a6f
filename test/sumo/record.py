"""One run of SUMO, written down step by step: what its controller's detectors saw, and what its heads showed.

usage: record.py NET ADDITIONAL ROUTES SEED STEPS OUT

A line of OUT is one step of a tenth: eight digits for the calls that the controller says it worked with in this step (its own word,
NEMA.phaseCall), eight for the phases whose detectors had a vehicle on them when the step before was over, eight letters for the heads (r, y, g).
"""

import sys

import libsumo

net, additional, routes, seed, steps, out = sys.argv[1:7]
libsumo.start([
    "sumo", "-n", net, "-a", additional, "-r", routes, "--seed", seed, "--step-length", "0.1",
    "--time-to-teleport", "-1", "--no-step-log", "true", "--no-warnings", "true", "--xml-validation", "never",
])
LIGHT = "crossing"
# A phase's detectors and one link that is its alone, from the names that the program gives them.
logic = next(l for l in libsumo.trafficlight.getAllProgramLogics(LIGHT) if l.programID == "nema")
links = [next(p.state.index("G") for p in logic.phases if int(p.name) == n) for n in range(1, 9)]
detectors = [[d for d in libsumo.lanearea.getIDList() if f"_D{n}." in d] for n in range(1, 9)]
assert all(detectors), detectors


def seen():
    return "".join("1" if any(libsumo.lanearea.getLastStepVehicleNumber(d) > 0 for d in ds) else "0" for ds in detectors)


before = "0" * 8
with open(out, "w", encoding="ascii") as lines:
    for _ in range(int(steps)):
        libsumo.simulationStep()
        calls = libsumo.trafficlight.getParameter(LIGHT, "NEMA.phaseCall").replace(",", "")
        state = libsumo.trafficlight.getRedYellowGreenState(LIGHT)
        lines.write(f"{calls} {before} {''.join(state[link].lower() for link in links)}\n")
        before = seen()
libsumo.close()
