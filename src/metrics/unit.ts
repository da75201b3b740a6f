import type { LinkLive, Live } from "../traffic/live.ts";
import { figure, type Metric } from "./text.ts";

export interface ProcessFigures {
  readonly resident_bytes: number;
  readonly started_ms: number;
}

/** What a unit's link shows: its own state, and the street side's as far as it can be heard (null: it cannot). */
export function unitMetrics(link: LinkLive, live: Live | null, process: ProcessFigures): readonly Metric[] {
  return [
    figure("stopline_link_connected", "gauge", "Whether the broker is reached.", link.state === "connected" ? 1 : 0),
    figure(
      "stopline_link_backlog_records",
      "gauge",
      "Records that the brain has not acknowledged.",
      Math.max(0, link.last_seq - link.acked_seq),
    ),
    figure("stopline_link_last_seq", "gauge", "The last record of the present epoch.", link.last_seq),
    figure("stopline_link_acked_seq", "gauge", "Up to where the brain has acknowledged it.", link.acked_seq),
    figure("stopline_link_commands_taken_total", "counter", "Commands that were passed on to the street side.", link.commands_taken),
    figure("stopline_link_commands_refused_total", "counter", "Commands that were refused.", link.commands_refused),
    figure("stopline_street_heard", "gauge", "Whether the street side can be heard.", live === null ? 0 : 1),
    ...(live === null ? [] : street(live)),
    figure("process_resident_memory_bytes", "gauge", "Resident memory of the link.", process.resident_bytes),
    figure("process_start_time_seconds", "gauge", "When the link was started.", process.started_ms / 1_000),
  ];
}

function street(live: Live): readonly Metric[] {
  const of = <T>(
    name: string,
    type: Metric["type"],
    help: string,
    rows: readonly T[],
    labels: (row: T) => { readonly [label: string]: string },
    value: (row: T) => number,
  ): Metric => ({
    name: `stopline_${name}`,
    type,
    help,
    rows: rows.map((row) => ({ labels: labels(row), value: value(row) })),
  });
  const yes = (said: boolean): number => (said ? 1 : 0);
  const device = ({ device, port }: Live["devices"][number]) => ({ device, port });
  return [
    of(
      "mode",
      "gauge",
      "1 for the mode that is in force.",
      [live.mode],
      (mode) => ({ mode }),
      () => 1,
    ),
    figure("stopline_pattern", "gauge", "The pattern in force.", live.pattern),
    figure("stopline_monitor_fault", "gauge", "Whether the conflict monitor has found a fault.", yes(live.monitor.fault !== "")),
    figure("stopline_journal_fault", "gauge", "Whether records are kept from the disk.", yes(live.journal.fault !== "")),
    figure("stopline_journal_pending_records", "gauge", "Records that wait for the next commit.", live.journal.pending),
    figure(
      "stopline_tick_lateness_seconds",
      "gauge",
      "Worst lateness of a tick since the last report of the street side.",
      live.tick_late_ms / 1_000,
    ),
    of(
      "detector_failed",
      "gauge",
      "Whether a detector has failed.",
      live.detectors,
      ({ detector }) => ({ detector: String(detector) }),
      (d) => yes(d.fault !== ""),
    ),
    of("device_answering", "gauge", "Whether a device answers.", live.devices, device, (d) => yes(d.answering)),
    of("device_polls_total", "counter", "Questions to a device.", live.devices, device, (d) => d.polls),
    of("device_timeouts_total", "counter", "Questions that it left without an answer.", live.devices, device, (d) => d.timeouts),
    of("device_noise_bytes_total", "counter", "Bytes of its line that made no frame.", live.devices, device, (d) => d.noise_bytes),
    of(
      "port_open",
      "gauge",
      "Whether a port is open.",
      live.ports,
      ({ port }) => ({ port }),
      (p) => yes(p.open),
    ),
  ];
}
