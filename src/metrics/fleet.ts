import type { UnitView } from "../brain/fleet.ts";
import { figure, type Metric, type Sample } from "./text.ts";

/** What a brain shows of its fleet. `connected`: to the broker. */
export function fleetMetrics(views: readonly UnitView[], connected: boolean): readonly Metric[] {
  const of = (name: string, type: Metric["type"], help: string, value: (view: UnitView) => number): Metric => ({
    name: `stopline_unit_${name}`,
    type,
    help,
    rows: views.map((view): Sample => ({ labels: { unit: view.unit }, value: value(view) })),
  });
  const yes = (said: boolean): number => (said ? 1 : 0);
  return [
    figure("stopline_brain_connected", "gauge", "Whether the broker is reached.", yes(connected)),
    figure("stopline_brain_units", "gauge", "Units that have been heard of.", views.length),
    of("online", "gauge", "Whether the unit is there, as heard since the broker was reached.", (v) =>
      yes(v.presence_heard && v.presence === "online"),
    ),
    of("records_total", "counter", "Records stored.", (v) => v.records),
    of("duplicates_total", "counter", "Records that came again and were dropped.", (v) => v.duplicates),
    of("contradictions_total", "counter", "Records that came again with other contents.", (v) => v.contradictions),
    of("lost_records", "gauge", "Records that will not come any more.", (v) => v.lost),
    of("gaps", "gauge", "Runs of records that will not come any more.", (v) => v.gaps),
    of("backlog_records", "gauge", "Records that the unit has and the brain not yet.", (v) => v.behind),
    of("last_seq", "gauge", "The unit's last record in its present epoch.", (v) => v.last_seq),
    of("acked_seq", "gauge", "Up to where the present epoch is acknowledged.", (v) => v.acked_seq),
    of("last_heard_timestamp_seconds", "gauge", "When anything last came from the unit; 0: never.", (v) => v.seen_ms / 1_000),
    of(
      "last_record_timestamp_seconds",
      "gauge",
      "Wall time of the newest record, by the unit's clock.",
      (v) => (v.last?.wall_ms ?? 0) / 1_000,
    ),
    of(
      "certificate_end_timestamp_seconds",
      "gauge",
      "When the certificate of its link ends; 0: it shows none.",
      (v) => v.certificate_ends_ms / 1_000,
    ),
    of("monitor_fault", "gauge", "Whether the conflict monitor has found a fault.", (v) => yes(v.monitor_fault !== "")),
    of("journal_fault", "gauge", "Whether the unit cannot write its journal.", (v) => yes(v.journal_fault !== "")),
    of("failed_detectors", "gauge", "Detectors that have failed.", (v) => v.failed_detectors.length),
    of("doubted_detectors", "gauge", "Detectors of which something is doubted.", (v) => v.doubts.length),
  ];
}
