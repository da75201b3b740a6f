import { rssOf } from "../../world.ts";
import { type Figure, spread } from "../figures.ts";
import { cpuOf, type Demo } from "./demo.ts";

const PAGES = 10;
const SECONDS = Number(process.env["SECONDS"] || 30);
const PARTS = 3;

/** Processor and memory of link and street side while nobody looks, while ten pages are open, and while ten pages follow the journal and measure the last hour. */
export async function crowd(demo: Demo): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const watch = async (name: string): Promise<void> => {
    const share = { link: [] as number[], unit: [] as number[] };
    const held = { link: [] as number[], unit: [] as number[] };
    for (let part = 0; part < PARTS; part++) {
      const before = { link: cpuOf(demo.world.pids("link")), unit: cpuOf(demo.world.pids("unit")) };
      const began = performance.now();
      await new Promise((resolve) => setTimeout(resolve, (SECONDS / PARTS) * 1_000));
      const s = (performance.now() - began) / 1_000;
      for (const verb of ["link", "unit"] as const) {
        const pids = demo.world.pids(verb);
        share[verb].push(((cpuOf(pids) - before[verb]) / s) * 100);
        held[verb].push(pids.reduce((sum, pid) => sum + rssOf(pid), 0));
      }
    }
    figures.push(
      spread(`link's processor, ${name}`, "% of a core", share.link),
      spread("  street side's meanwhile", "% of a core", share.unit),
      spread("  link's resident memory", "MB", held.link),
      spread("  street side's", "MB", held.unit),
    );
  };
  await watch("nobody looks");
  const ending = new AbortController();
  const headers = { cookie: demo.cookie };
  const frames = Array.from({ length: PAGES }, () => 0);
  const streams = frames.map(async (_, i) => {
    const answer = await fetch(new URL("live", demo.url), { headers, signal: ending.signal });
    for await (const bytes of answer.body as AsyncIterable<Uint8Array>)
      frames[i]! += Buffer.from(bytes).toString("latin1").split("event: live").length - 1;
  });
  const began = performance.now();
  await watch(`${PAGES} pages open`);
  const asks = Array.from({ length: PAGES }, async () => {
    let after = 0;
    for (let turn = 0; !ending.signal.aborted; turn++) {
      const get = async (what: string) => (await fetch(new URL(what, demo.url), { headers, signal: ending.signal })).json();
      const page = (await get(`journal.json?most=200&after=${after}`)) as { next?: number; last_seq?: number };
      after = turn === 0 ? (page.last_seq ?? 0) : (page.next ?? after);
      if (turn % 15 === 0) {
        const to = Math.ceil(Date.now() / 900_000) * 900_000;
        await get(`measures.json?from=${to - 3_600_000}&to=${to}&bin=5&movement=phase+2`);
      }
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  });
  await watch(`${PAGES} pages on journal and performance`);
  const s = (performance.now() - began) / 1_000;
  ending.abort();
  await Promise.allSettled([...streams, ...asks]);
  figures.push(
    spread(
      "frames that each of them got a second",
      "1/s",
      frames.map((n) => n / s),
    ),
  );
  return figures;
}
