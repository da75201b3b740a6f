import type { Calls, ChannelCodes, Orders } from "../traffic/calls.ts";
import { darkChannels } from "../traffic/calls.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import { type Lane, type LaneTraffic, lanesOf, noTraffic } from "../traffic/lanes.ts";
import type { Live, PriorityStatus } from "../traffic/live.ts";
import type { MonitorFault } from "../traffic/monitor-fault.ts";
import { CHANNELS_MAX, LANES_MAX, type PatternNumber, REQUESTS_MAX } from "../traffic/numbers.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import {
  FLASH_STATUS,
  type InputViews,
  inputBuffer,
  MONITOR_FAULTS,
  type OutputViews,
  outputBuffer,
  PRIORITY_STATUS,
  type StateViews,
  stateBuffer,
  type TrafficViews,
  trafficBuffer,
} from "./buffers.ts";
import { laneTables } from "./lanes.ts";
import { monitorTables } from "./monitor-tables.ts";
import { type Junction, native } from "./native.ts";
import { enforce, type Greens, patternsOf, unplanned } from "./patterns.ts";
import { coordinationOf, flashOf, phasesOf, planOf, preemptOf, ringsOf } from "./state.ts";
import { controllerTables } from "./tables.ts";

/** What one tenth of a second decided. The object and its channels are written anew by the next step. */
export interface Decision {
  /** What may be shown, after the monitor. */
  readonly channels: ChannelCodes;
  /** Phase events, in order. */
  readonly entries: readonly Entry[];
  /** In start-up flash or all red. */
  readonly startUp: boolean;
  /** Latched until the process ends. */
  readonly fault: MonitorFault | null;
}

export interface TimingState {
  readonly rings: Live["rings"];
  readonly phases: Live["phases"];
  readonly coordination: ReturnType<typeof coordinationOf>;
  readonly flash: Live["flash"];
  readonly plan: Live["plan"];
  readonly preempt: Live["preempt"];
}

const NOTHING: readonly Entry[] = [];
const NOBODY = noTraffic();

/** The native controller and monitor of one site: calls in, indications and phase events out. */
export class Timing {
  readonly #site: Site;
  readonly #lanes: readonly Lane[];
  #patterns: ReadonlyMap<PatternNumber, Greens>;
  #unplanned: ReadonlyMap<PatternNumber, Greens>;
  readonly #junction: Junction;
  readonly #input: InputViews;
  readonly #traffic: TrafficViews;
  readonly #output: OutputViews;
  readonly #state: StateViews;
  readonly #decision: { -readonly [K in keyof Decision]: Decision[K] } = {
    channels: darkChannels(),
    entries: NOTHING,
    startUp: true,
    fault: null,
  };
  #pattern: PatternNumber | null = null;
  #plan = true;
  /** By the pattern in force. */
  #omit = 0;

  /** Throws a RangeError in words when the site cannot be run. `monitor` stands in for the site's own tables in tests of the monitor. */
  constructor(site: Site, monitor?: Int32Array) {
    this.#site = site;
    this.#lanes = lanesOf(site.detectors).slice(0, LANES_MAX);
    this.#patterns = patternsOf(site);
    this.#unplanned = unplanned(this.#patterns, site.fallback_pattern);
    const tables = controllerTables(site);
    this.#junction = opened(tables, monitor ?? monitorTables(site), laneTables(site));
    this.#input = inputBuffer.views(this.#junction.input);
    this.#traffic = trafficBuffer.views(this.#junction.traffic);
    this.#output = outputBuffer.views(this.#junction.output);
    this.#state = stateBuffer.views(this.#junction.state);
  }

  /** One tenth of a second. Throws a RangeError if the site has no such pattern. */
  step(now: Instant, calls: Calls, orders: Orders, traffic: LaneTraffic = NOBODY): Decision {
    if (orders.pattern !== this.#pattern || orders.plan !== this.#plan) this.#enforce(orders.pattern, orders.plan);
    const input = this.#input;
    input.vehicle.set(calls.vehicle);
    input.locking.set(calls.locking);
    input.pedestrian.set(calls.pedestrian);
    input.fault_recall.set(calls.fault_recall);
    input.actuations.set(calls.actuations);
    this.#see(traffic);
    input.clock[0] = orders.clock_ds;
    input.preempt.set(orders.contacts.preempt);
    input.stop_time[0] = Number(orders.contacts.stop_time);
    input.manual[0] = Number(orders.contacts.manual);
    input.advance[0] = Number(orders.contacts.advance);
    for (let slot = 0; slot < REQUESTS_MAX; slot++) {
      const request = orders.requests[slot];
      input.request_phase[slot] = request?.phase ?? 0;
      input.request_arrival[slot] = request?.arrival_ds ?? 0;
    }
    const { hold, omit, ped_omit, force_off } = orders.controls;
    input.control_hold[0] = hold;
    input.omit[0] = this.#omit | omit;
    input.control_ped_omit[0] = ped_omit;
    input.control_force_off[0] = force_off;
    input.flash[0] = orders.flash === null ? 0 : FLASH_STATUS.indexOf(orders.flash);
    this.#junction.step();
    const decision = this.#decision;
    const output = this.#output;
    decision.channels.set(output.channels);
    decision.entries = output.event_count[0] === 0 ? NOTHING : this.#entries(now);
    decision.startUp = output.start_up[0] === 1;
    if (output.fault[0] !== 0) decision.fault ??= this.#fault();
    return decision;
  }

  /** Other patterns, from the next tick on; everything else of the site is as it was. */
  use(site: Pick<Site, "patterns" | "phases" | "fallback_pattern">): void {
    this.#patterns = patternsOf(site);
    this.#unplanned = unplanned(this.#patterns, site.fallback_pattern);
    this.#pattern = null;
  }

  /** For eyes: computed when asked. */
  state(): TimingState {
    this.#junction.look();
    const state = this.#state;
    return {
      rings: ringsOf(this.#site, state),
      phases: phasesOf(this.#site, state),
      coordination: coordinationOf(state),
      flash: flashOf(state),
      plan: planOf(this.#lanes, state),
      preempt: preemptOf(state),
    };
  }

  /** Thousandths of vehicles that a plan expects to leave, by lane and steps of two seconds: computed when asked, and good until then. */
  leaving(): Int32Array {
    this.#junction.look();
    return this.#state.lane_leaving;
  }

  /** What has become of the request in a slot, from 0, in the last step. */
  priority(slot: number): PriorityStatus {
    return PRIORITY_STATUS[this.#output.request_status[slot]!]!;
  }

  #see({ departed, stopped, arrived, covered, seen, trusted, announced }: LaneTraffic): void {
    const traffic = this.#traffic;
    traffic.departed.set(departed);
    traffic.stopped.set(stopped);
    traffic.arrived.set(arrived);
    traffic.covered.set(covered);
    traffic.seen.set(seen);
    traffic.trusted.set(trusted);
    traffic.announced.set(announced);
  }

  #enforce(pattern: PatternNumber, plan: boolean): void {
    const greens = (plan ? this.#patterns : this.#unplanned).get(pattern);
    if (greens === undefined) throw new RangeError(`the site has no pattern ${pattern}`);
    enforce(greens, this.#input);
    this.#traffic.horizon[0] = greens.horizon;
    this.#traffic.ageing[0] = greens.ageing;
    this.#omit = greens.omit;
    this.#pattern = pattern;
    this.#plan = plan;
  }

  #entries(now: Instant): readonly Entry[] {
    const { events, event_count } = this.#output;
    return Array.from({ length: event_count[0]! }, (_, i) => entry(now, events[2 * i]!, events[2 * i + 1]!));
  }

  #fault(): MonitorFault {
    const { fault, fault_channels } = this.#output;
    const channels = Array.from({ length: CHANNELS_MAX }, (_, c) => c + 1).filter((number) => (fault_channels[0]! >>> (number - 1)) & 1);
    return { words: MONITOR_FAULTS[fault[0]!] ?? "unknown fault", channels };
  }
}

/** What the native part refuses is a site that cannot be run, so it is a RangeError like those of the tables. */
function opened(tables: Int32Array, monitor: Int32Array, lanes: Int32Array): Junction {
  try {
    return native.open(tables, monitor, lanes);
  } catch (error) {
    throw new RangeError(`the site cannot be run: ${(error as Error).message}`);
  }
}
