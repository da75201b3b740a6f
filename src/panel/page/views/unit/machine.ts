import { html, mark } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { facts } from "../../parts/facts.ts";
import { unitSays } from "../../said.ts";
import type { DrawnSite, LinkLive, Live, Machine } from "../../view.ts";

/** Below this a disk or a memory is marked: the journal's own reserve, and what a worker thread needs. */
const SHORT_PM = 100;
/** What boards of this kind are made for; they slow down above it. */
const HOT_DC = 800;
/** From here on more wants to run than can, by a twentieth and more. */
const WAITS_PM = 1_050;

/** The computer in the cabinet: what runs on it, and how it is. */
export function drawMachine(site: DrawnSite) {
  const says = words.unit;
  const clock = forms.clockOf(site.time_zone);
  const { node, show, rows } = facts({
    version: says.version,
    slot: says.slot,
    update: says.update,
    clock: says.clock,
    temperature: says.temperature,
    disk: says.disk,
    memory: says.memory,
    load: says.load,
    late: says.late,
    uptime: says.uptime,
    link: says.linkUp,
    linkMemory: says.linkMemory,
  });
  let [machine, link, live]: [Machine | null, LinkLive | null, Live | null] = [null, null, null];
  const draw = (): void => {
    const late = live === null ? "–" : words.recording.lateBy(forms.tenths(live.tick_late_ms));
    if (machine === null) {
      const gone = { version: site.version, slot: "–", clock: "–", temperature: "–", disk: "–", memory: "–", load: "–", late };
      show({ ...gone, update: updateWords(link), uptime: "–", link: "–", linkMemory: "–" });
      return;
    }
    const { version, commit, slot, disk, memory, temperature_dc, load_pm, uptime_s, link_s, link_bytes } = machine;
    const time = clock(machine.clock.wall).time;
    show({
      version: commit === "" ? version : `${version} (${commit.slice(0, 8)})`,
      slot: slot === "" ? says.oneSlot : says.slotOf(slot),
      update: updateWords(link),
      clock: machine.clock.kept ? says.clockKept(time) : says.clockAlone(time),
      temperature: temperature_dc === null ? says.noSensor : forms.degrees(temperature_dc),
      disk: disk === null ? "–" : freeWords(disk),
      memory: freeWords(memory),
      load: load_pm >= WAITS_PM ? says.loadOver(forms.tenths(load_pm / 1_000)) : says.loadOf(forms.percent(load_pm)),
      late,
      uptime: forms.duration(uptime_s),
      link: forms.duration(link_s),
      linkMemory: forms.bytes(link_bytes),
    });
    mark(rows.clock, "data-ok", machine.clock.kept ? "true" : "look");
    mark(rows.temperature, "data-ok", String(temperature_dc === null || temperature_dc < HOT_DC));
    mark(rows.disk, "data-ok", String(disk !== null && enough(disk)));
    mark(rows.memory, "data-ok", String(enough(memory)));
  };
  return {
    node: html("div", {}, node),
    machine: (now: Machine | null): void => {
      machine = now;
      draw();
    },
    link: (now: LinkLive | null): void => {
      link = now;
      draw();
    },
    show: (now: Live | null): void => {
      live = now;
      draw();
    },
  };
}

const updateWords = (link: LinkLive | null): string => (link === null ? "–" : link.update ? unitSays(link.update) : words.none);

const freeWords = ({ free_bytes, total_bytes }: Machine["memory"]): string =>
  words.unit.of(forms.bytes(free_bytes), forms.bytes(total_bytes));

const enough = ({ free_bytes, total_bytes }: Machine["memory"]): boolean => free_bytes * 1_000 >= total_bytes * SHORT_PM;
