import { STRATEGIES } from "../../src/traffic/strategies.ts";

/** What a technician reads of each file in bad/: line, place, what is wrong, what to do. A line without a number is about the whole file. */
export const WORDS: { readonly [file: string]: string } = {
  address: `
25: device "rack": address is 300, but addresses of modbus-rtu are 1 to 247. Write the number that is set on the device.
40: device "spare board": address 1 on port "outputs" is already that of device "board" on line 28. Set one of them to another address, on the device and here.`,
  "command-key": `
10: [brain]: command_key is "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo" but must be 32 bytes in base64: 44 characters, the last one =. Copy the public key that the centre gave you, or write "": this unit then takes no commands.`,
  concurrency: `
130: [concurrency]: phases 2 and 4 are never green together: they are in one ring. Take the pair away, or correct a number.
130: [concurrency]: there is no phase 6. The phases are 2, 4.
135: clearance (number 1 of the list): least is 4.0 s, no longer than yellow_change and red_clear of phase 2 (3.5 + 1.5 s). These hold in any case: write a longer time, or take the table away.`,
  contacts: `
104: contact 1 "railway": input 1 of "rack" is already that of detector 1 "south lane 1" on line 48. Each input has one detector or contact: correct the one that is wrong.
106: contact 1 "railway": there is no preempt 1. The file has no preempts: write it.
112: contact 2 "stop time": input is 17, but device "rack" has inputs 1 to 16. Look at the wiring list.
114: contact 2 "stop time": a contact for stop-time asks for no preempt. Take the line away, or correct does.
114: contact 2 "stop time": there is no preempt 1. The file has no preempts: write it.
119: contact 3 "manual": device "board" lights lamps and has no inputs. Write the device that it is wired to.
121: contact 3 "manual": does is "manual control" but must be one of "preempt", "flash", "local-flash", "stop-time", "manual-control", "interval-advance", "priority", "lamp-test". Did you mean "manual-control"?
128: contact 4 "receiver": phase is missing. Write the phase that the vehicle comes by.
137: contact 5 "loop in the yard": [priority] gives phase 2 nothing. Write its limits there, or take the contact away.
145: contact 6 "switch": a contact for flash has no lasts. Take the line away, or correct does.`,
  cycle: `
168: pattern 1 "actuated": it has offset but no cycle. Write the cycle's length, or take them away: without one the pattern is free.
177: pattern 2 "fixed": offset is 60.0 s, but the cycle has 60.0 s. Write an offset within the cycle.
178: pattern 2 "fixed": phases 2 and 4 must never be green together. Write at most one phase of each ring, all between the same barriers.
180: pattern 2 "fixed", phase 2: split is 23.9 s, shorter than walk, ped_clear and the change to the next green (19.0 + 5.0 = 24.0 s) of phase 2 "Quay Street". No cycle shortens these: write a longer split.`,
  days: `
163: day plan 1, action (number 2 of the list): 06:00 stands behind 06:30. Write the actions of a day in order, each at its own time.
163: day plan 1, action (number 2 of the list): there is no pattern 3. The patterns are 1, 2. 254 is free.
166: day plan 2: no day has it. Write a [[schedule]] entry with its number, or take it away.
175: schedule entry (number 2 of the list): dates has "02-30" in it, but each must be a date of the calendar such as "2026-12-24", or "12-24" for every year. Write them as ["2026-12-24", "12-31"].
176: schedule entry (number 2 of the list): "tue" already has day plan 1 on line 169. A day has one plan: take one away.`,
  "decimal-comma": `
121: 25,0 is no number. Write a point instead of the comma: 25.0. What stands after it was not read yet: check the file again then.`,
  "dies-silently": `
92: detector 4 "west lane 2": no_activity_min is 0, and phase 4 "Mole Lane" has no recall: when it dies silently, nobody knows who waits there. Leave it out (60), or write the longest time in minutes without a vehicle that is still believable.
94: phase 2 "Quay Street": it has a walk, but no button and no ped_recall. Write ped_recall = true, or give it a push button.`,
  fallback: `
168: pattern 1 "actuated": phase 2 "Quay Street" has a walk but no ped_recall in the fallback pattern: with the buttons gone nobody may cross. Write ped_recall = true for phase 2 in this pattern.
168: pattern 1 "actuated": phase 4 "Mole Lane" has no recall in the fallback pattern: with detection gone nobody serves it. Write recall = "max" for phase 4 in this pattern.`,
  "finer-than-a-tenth": `
106: phase 2 "Quay Street": passage is 2.25 but must be in whole tenths of a second: the unit's clock has no finer ones. Copy it from the timing sheet.`,
  heartbeat: `
33: device "board": with 2 writes lost it would feel no heartbeat for 969 ms, and is lost after 900. Write a shorter poll_ms (250 is usual) or timeout_ms.`,
  input: `
63: detector 2 "south lane 2": input 1 of "rack" is already that of detector 1 "south lane 1" on line 48. Each input has one detector: correct the one that is wrong.
88: detector 4 "west lane 2": lane is 3, but approach "west" has 2 lanes. Lanes are counted from the kerb, from 1.
97: push button 1 "button across west leg": input is 17, but device "rack" has inputs 1 to 16. Look at the wiring list.`,
  "key-twice": `
14: "baud" is written twice: it is already on line 13. Take one of them away. What stands after it was not read yet: check the file again then.`,
  lamps: `
129: channel 1 "Quay Street": its green lamp is missing. Write green = the output of the board that lights it.
144: channel 2 "Mole Lane": it would flash yellow together with channel 1 "Quay Street", whose traffic crosses its own. Write flash = "red" for one of them.
147: channel 2 "Mole Lane": output 1 of "board" already lights red of channel 1 "Quay Street". Look at the wiring list: each output lights one lamp.
156: channel 3 "pedestrians across west leg": device "rack" has inputs only and lights no lamps. Write the output board.`,
  many: `
4: [site]: id is "TEST 002" but must be 1 to 32 letters, digits and dashes. It is the unit's name on the network, as the centre gave it.
9: [brain]: tls is "no" but must be true or false, without quotation marks. Leave it out, or write false only for a broker without TLS.
27: device "rack": there is no key "pol_ms" here. Did you mean poll_ms?
40: approach "south": lanes is 0 but must be a whole number from 1 to 12. Count the lanes that lead to the stop line.
75: detector 3 "west lane 1": input is "3" but must be a whole number from 1 to 65535. Take the quotation marks away.
80: detector 3 "west lane 1": there is no phase 8. The phases are 2, 4.
108: phase 2 "Quay Street": max1 is 4.0 s, shorter than min_green (6.0 s). Copy both from the timing sheet.
157: channel 3 "pedestrians across west leg": flash is "off" but must be one of "red", "yellow", "dark". Write one of red, yellow, dark.
164: [start]: all_red is 6.05 but must be in whole tenths of a second: the unit's clock has no finer ones. Copy it from the timing sheet.
178: pattern 2 "fixed", phase 4: recall is "maximum" but must be one of "none", "min", "max", "soft". Write one of none, min, max, soft.`,
  "missing-key": `
there is no [brain]. Write it; it has host, port, tls, fleet, certificates, metrics_port, command_key, backup_time.
17: device "rack": address is missing. Write the number that is set on the device, 1 to 247.
110: phase 4 "Mole Lane": min_green is missing. Copy it from the timing sheet.`,
  neighbours: `
181: neighbour (number 1 of the list): "TEST-002" is this unit itself. Write the id of the unit next to it.
182: neighbour (number 1 of the list): there is no approach "sooth". Did you mean "south"?
187: neighbour (number 2 of the list): unit is "TEST 003" but must be 1 to 32 letters, digits and dashes. Write the id from the [site] of that unit's own file.
189: neighbour (number 2 of the list): lane is 3, but approach "south" has 2 lanes. Count from the kerb.
189: neighbour (number 2 of the list): lane 2 is there twice. Take one away.
191: neighbour (number 2 of the list): 300 m in 5.0 s are 216 km/h, where 50 are allowed. Correct travel_time or distance, or leave travel_time out.
193: neighbour (number 2 of the list), lane 1: share is 120 but must be 0 to 100.0 per cent. Of all who leave that lane, so many per cent come our way.
194: neighbour (number 2 of the list), lane 1: this lane is already that of neighbour (number 2 of the list), lane 1 on line 193. Write each lane once, with the whole of its share.
195: neighbour (number 2 of the list), lane 2: share is 0: nobody comes. Take the lane away.
198: neighbour (number 3 of the list): nobody comes from there: it has no lanes. Write the lanes of that unit which lead here, or take approach away.
198: neighbour (number 3 of the list): distance is missing. Write the metres from its stop line to ours.
203: neighbour (number 4 of the list): "TEST-004" on this approach is already that of neighbour (number 3 of the list) on line 198. Write all lanes of a neighbour that lead to one approach into one table.
205: neighbour (number 4 of the list): distance is 0. Write the metres from its stop line to ours.
206: neighbour (number 4 of the list): travel_time is 400 but must be 1.0 to 120.0 seconds. Seconds from its stop line to ours when nobody is in the way; leave it out to take the speed limit.
207: neighbour (number 4 of the list), lane 1: approach is missing. Write the approach as that unit's own file has it.
209: neighbour (number 5 of the list): lanes without approach. Write the approach on which they arrive, or take lanes away.
211: neighbour (number 5 of the list): travel_time without approach. Write the approach on which they arrive, or take the line away.`,
  "no-all-red": `
163: [start]: all_red is 0.0 s, no time at all. Whoever is in the intersection must be able to leave it: 6.0 is usual.`,
  "no-vehicles": `
98: channel 3 "pedestrians across west leg": no channel shows anything to vehicles. An intersection has at least one phase for vehicles: write it.`,
  "nobody-calls": `
77: phase 2 "Quay Street": its detectors lie before the stop line and none locks: who stops at the line is forgotten. Write lock = true in one of them or in the phase, or give it a stop-line detector.
149: pattern 1 "actuated", phase 4: no detector calls the vehicles of phase 4 "Mole Lane", and here it has no recall. Write recall = "min", or give it a detector.`,
  "nobody-sees-it": `
110: phase 2 "Quay Street": no pedestrian channel shows its walk. Write one under [[channels]], or take walk and ped_clear away.
115: phase 4 "Mole Lane": no vehicle channel shows it. Write one under [[channels]]: without it nobody sees the green.`,
  "number-twice": `
16: port "outputs": this path is already that of port "loops" on line 11. Two lines cannot share one adapter: look at ls -l /dev/serial/by-path.
29: device "rack": the name "rack" is already that of device "rack" on line 20. Give each device its own name.
82: detector 3 "west lane 2": number 3 is already that of detector 3 "west lane 1" on line 70. Give each its own number.`,
  "out-of-range": `
17: port "outputs": baud is 19201 but must be one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 153600, 230400. Write the speed that is set on the devices of this line.
44: approach "west": heading is 400 but must be a whole number from 0 to 359. Degrees clockwise from north, seen from the centre: 90 is the leg to the east.
122: phase 4 "Mole Lane": yellow_change is 2.5 but must be 3.0 to 25.5 seconds. Copy it from the timing sheet. Less than 3.0 leaves drivers no way to stop, and the cabinet's monitor trips below 2.7.
164: [start]: phases has 17 in it, but each must be a whole number from 1 to 16. Write the phases that are green first: [2, 6].`,
  overlap: `
132: overlap 1 "south right": it would be green together with phase 4 "Mole Lane", but their paths cross. Take phase 4 away, or write yields_to = [4] if it gives way on green.
143: overlap 2 "west left arrow": it cannot give way to phase 2 "Quay Street" on a flashing arrow. Only a left turn can, to those who come towards it, and a right turn: take the number away.
196: channel 5 "overlap C": there is no overlap 3. The overlaps are 1, 2.`,
  paths: `
119: phase 4 "Mole Lane": it cannot give way to phase 2 "Quay Street" on green. Only a left turn can, to those who come towards it, and a right turn: take the number away.
132: ring 2: phase 4 "Mole Lane" would be green together with phase 2 "Quay Street", but their paths cross. Look at the rings, and at approach and movement of these phases.`,
  pattern: `
171: pattern 1 "actuated": strategy is "fuly-actuated" but must be one of ${STRATEGIES.map((name) => `"${name}"`).join(", ")}. Did you mean "fully-actuated"?
177: pattern 2 "fixed", phase 2: max_green is 15.0 s, shorter than walk and ped_clear (7.0 + 12.0 = 19.0 s) of a phase with ped_recall. Write at least that, or take ped_recall away.
178: pattern 2 "fixed", phase 4: max_green is 4.0 s, shorter than the phase's min_green (5.0 s). A pattern cannot shorten a minimum: write a longer one.`,
  "phase-options": `
108: phase 2 "Quay Street": max2 is 5.0 s, shorter than min_green (6.0 s). Copy both from the timing sheet.
109: phase 2 "Quay Street": added_initial without max_initial. Write the longest initial green as max_initial.
109: phase 2 "Quay Street": no detector of it counts for added_initial. Write added_initial = true in its advance detectors.
110: phase 2 "Quay Street": min_gap is 2.5 s, longer than passage (2.2 s). The gap shrinks from passage to min_gap: write a shorter one.
112: phase 2 "Quay Street": leading_walk is 8.0 s, longer than walk (7.0 s). The walk leads with some of its own time: write a shorter one, or a longer walk.
127: phase 4 "Mole Lane": dynamic_max_limit is 20.0 s, no longer than max1 (25.0 s). Write how long the maximum may become, or take both dynamic keys away.
129: phase 4 "Mole Lane": ped_recycle without walk and ped_clear. Write both, or take ped_recycle away.`,
  preempt: `
166: preempt 1 "railway": phase 4 clears the track, and would be let onto it again. Dwell in phases that do not cross the track.
168: preempt 1 "railway": max_presence is 15.0 s, no longer than delay and min_duration (0.0 + 20.0 s). Write the longest presence that is still believable, or 0 for never.
173: preempt 2 "fire station": track without track_green. Write how long the track needs to clear.
173: preempt 2 "fire station": phases 2 and 4 must never be green together. Write at most one phase of each ring, all between the same barriers.
174: preempt 2 "fire station": phase 2 clears the track, and would be let onto it again. Dwell in phases that do not cross the track.
175: preempt 2 "fire station": there is no phase 5. The phases are 2, 4.`,
  priority: `
163: [priority], phase 2: extension is 45.0 s, longer than max1 (40.0 s). Others wait meanwhile: write at most max1.
163: [priority], phase 4: reduction is 20.5 s, but from max1 to min_green there are 20.0 s. No priority shortens a minimum: write at most that.
163: [priority], phase 4: it is neither extended nor cut nor put in. Write extension, reduction or insertion, or take it away.
163: [priority], phase 4: phase 4 is already that of [priority], phase 4 on line 163. Priority says one thing of each phase.
166: [flash]: phases 2 and 4 must never be green together. Write at most one phase of each ring, all between the same barriers.
167: [flash]: there is no phase 6. The phases are 2, 4.`,
  rest: `
128: ring 1: red_rest, but phase 2 has recall = "min": the ring always has somebody to serve. Take red_rest away, or the recall.`,
  ring: `
115: phase 4 "Mole Lane": it is in no ring, so that it would never be green. Put it into the groups of one of the [[rings]].
127: ring 1: phase 2 is already in ring 1. A phase has one place in one ring.
131: ring 2: it has 1 group, but ring 1 has 2. All rings cross the same barriers: write as many groups, an empty one ([]) where a ring has no phase.`,
  sequence: `
131: sequence 2, ring 1: group 1 has phase 4, but ring 1 has phase 2 there. Write the same phases in another order.
131: sequence 2, ring 1: group 2 has phase 2, but ring 1 has phase 4 there. Write the same phases in another order.
175: pattern 1 "actuated": there is no sequence 3. The sequences are 2. 1 is the rings' own order.`,
  "slow-line": `
30: device "board": a write of all lamps and its confirmation take 239 ms at 1200 baud, longer than the tenth in which a lamp must change. Set the line to 9600 or faster, on the device and here.`,
  stages: `
180: pattern 1 "actuated": channel 2 "K2" would never be green: it omits stage 2. Take omit away from one of them.
189: pattern 2 "fixed", stage 1: max_green is 15.0 s, shorter than walk and ped_clear (7.0 + 12.0 = 19.0 s) of a stage with ped_recall. Write at least that, or take ped_recall away.
196: pattern 3 "cycle": stages 1, 2 have no split. Write { stage = …, split = … } for each stage.
197: pattern 3 "cycle": stages 1 and 2 must never be green together. Write one stage alone: no two are green together.
202: pattern 4 "half a cycle": stage 2 has no split. Write { stage = …, split = … } for each stage.
211: pattern 5 "without a walk", stage 1: split is 18.0 s, shorter than walk, ped_clear and the change to the next green (19.0 + 5.0 = 24.0 s) of stage 1 "Quay Street". No cycle shortens these: write a longer split.`,
  start: `
163: [start]: all_red is 1.0 s, shorter than the longest red_clear (1.5 s). Whoever is in the intersection must be able to leave it: 6.0 is usual.
164: [start]: phases 2 and 4 must never be green together. Write at most one phase of each ring, all between the same barriers.
165: [start]: there is no pattern 3. The patterns are 1, 2.`,
  sums: `
175: pattern 2 "fixed": the splits of ring 1 add up to 59.0 s, but the cycle has 60.0 s. Correct the cycle or a split.`,
  syntax: `
116: a text is not closed. Write the quotation mark at its end. What stands after it was not read yet: check the file again then.`,
  "text-without-quotes": `
64: stop-line is a text without quotation marks. Write "stop-line". What stands after it was not read yet: check the file again then.`,
  "time-zone": `
6: [site]: time_zone is "Europe/Lisboa" but must be a time zone such as "Europe/Berlin". Did you mean "Europe/Lisbon"?`,
  "unclosed-list": `
127: the list that begins here is not closed. Write its "]" and a comma between its parts. What stands after it was not read yet: check the file again then.`,
  "unknown-key": `
106: phase 2 "Quay Street": there is no key "passge" here. Did you mean passage?
124: phase 4 "Mole Lane": there is no key "maximum_2" here. The keys are number, name, approach, movement, min_green, passage, max1, max2, yellow_change, red_clear, red_revert, walk, ped_clear, leading_walk, added_initial, max_initial, time_before_reduction, time_to_reduce, min_gap, dynamic_max_limit, dynamic_max_step, recall, ped_recall, lock, dual_entry, simultaneous_gap, conditional_service, walk_rest, ped_recycle, ped_clear_through_yellow, yields_to.
152: a site file has no "chanels". Did you mean channels?`,
  "unknown-name": `
30: device "board": there is no port "output". Did you mean "outputs"?
76: detector 3 "west lane 1": there is no approach "north". The approaches are south, west.
96: push button 1 "button across west leg": there is no device "rak". Did you mean "rack"?`,
  "unknown-phase": `
90: detector 4 "west lane 2": there is no phase 5. The phases are 2, 4.
144: channel 2 "Mole Lane": there is no phase 3. The phases are 2, 4.
177: pattern 2 "fixed", phase 6: there is no phase 6. The phases are 2, 4.`,
  "unknown-protocol": `
24: device "rack": modbus-rtu has no profile "di18". Did you mean "di16"?
31: device "board": there is no protocol "modbus-coil". Did you mean "modbus-coils"?`,
  waiting: `
26: device "rack": poll_ms is 3600000: who it sees would be a call only so much later, or never. Write 500 or less: 100 is usual for a rack of loops.
27: device "rack": timeout_ms is 5000: while it does not answer, the calls of its line would wait as long. Write 500 or less, or leave it out: 100 is usual.
35: device "board": timeout_ms is 1000: a lamp would wait so long behind a write that was lost. Write 150 or less, or leave it out: 100 is usual.
39: device "radar": it is on the line of device "board", whose lamps would wait for its answers. Give it another port: a line that lights lamps has output boards only.`,
  walk: `
98: push button 1 "button across west leg": phase 4 "Mole Lane" has no walk. Call a phase that has one, or give this one walk and ped_clear.
110: phase 2 "Quay Street": walk without ped_clear: who has begun to cross must be able to end. Write ped_clear: the crossing's length in metres divided by 1.1.`,
  "wrong-type": `
108: phase 2 "Quay Street": yellow_change is "3.5" but must be 3.0 to 25.5 seconds. Take the quotation marks away.
112: phase 2 "Quay Street": lock is "yes" but must be true or false, without quotation marks. Write true where an actuation outside green is remembered until it is served.
126: rings is a table but must be a list of tables. Write [[rings]] in double brackets before each ring.`,
};
