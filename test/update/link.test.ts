import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { openBroker } from "../../src/platform/broker.ts";
import { readJournal } from "../../src/platform/journal-file.ts";
import { openKey } from "../../src/platform/keys.ts";
import { bundleOf } from "../../src/platform/update-desk.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { verbChild } from "../cli/verb-child.ts";
import { until } from "../platform/until.ts";

t.test("the brain's command goes over a broker to a unit's link, onto root's desk, and each step into the journal", async (t) => {
  const at = mkdtempSync(join(tmpdir(), "stopline-update-"));
  t.teardown(() => rmSync(at, { recursive: true, force: true }));
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const [desk, kept, journal] = [join(at, "desk"), join(at, "kept"), join(at, "journal.db")];
  for (const folder of [desk, kept]) mkdirSync(folder);
  writeFileSync(join(at, "slot"), "a\n");
  const sha256 = createHash("sha256").update("a bundle").digest("hex");
  writeFileSync(bundleOf(desk, sha256), "a bundle");
  const key = openKey(join(at, "key.pem"));
  const site = join(at, "site.toml");
  writeFileSync(site, readFileSync(new URL("../config/small.toml", import.meta.url), "utf8"));
  const name = /^id = "([^"]+)"/m.exec(readFileSync(site, "utf8"))![1]!;
  const own = ["--journal", journal, "--live", join(at, "live")];
  const dial = ["--broker", `127.0.0.1:${broker.port}`, "--plain"];
  const store = ["--store", join(at, "brain.db"), "--key", join(at, "key.pem")];
  const unit = verbChild(t, "unit", site, ...own, "--ports", at);
  await until(() => /controls/.test(unit.said()), 60_000);
  const words = ["--command-key", key.publicKey, "--desk", desk, "--kept", kept];
  const link = verbChild(t, "link", site, ...own, ...dial, ...words, "--slot", join(at, "slot"));
  verbChild(t, "brain", ...dial, ...store, "--quiet");
  await until(() => /connected to/.test(link.said()), 60_000);
  const update = ["command", name, "update", "here", "99.0.0", sha256, "8", "--wait", "60", ...dial, ...store];
  const sent = verbChild(t, ...update);
  t.equal(await sent.ended, 0, sent.said());
  const told = (): readonly string[] =>
    [...readJournal(journal)].flatMap(({ records }) =>
      records.filter(({ code }) => code === CODE.update).map(({ detail }) => JSON.parse(detail).state),
    );
  await until(() => told().includes("installing"), 60_000);
  t.same(told(), ["fetching", "checked", "installing"]);
  await until(() => /99\.0\.0: installing/.test(link.said()), 10_000);
  const request = JSON.parse(readFileSync(join(desk, "request.json"), "utf8"));
  t.match(request, { kind: "install", version: "99.0.0", sha256, size: 8, allow_older: false });
  const again = verbChild(t, ...update);
  t.equal(await again.ended, 1);
  t.match(again.said(), "refused: the update to 99.0.0 is underway (installing)");
  writeFileSync(
    join(kept, "state.json"),
    JSON.stringify({ id: request.id, version: "99.0.0", sha256, size: 8, state: "refused", words: "RAUC has not installed it" }),
  );
  await until(() => told().includes("refused"), 60_000);
  const shown = verbChild(t, "journal", journal, "--kind", "update");
  await shown.ended;
  t.match(shown.said(), "to version 99.0.0: refused, RAUC has not installed it");
});
