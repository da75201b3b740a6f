import t from "tap";
import { order, securityIn, whyNot } from "../../src/update/release.ts";

const running = { version: "1.4.0", security: 3 };

t.test("a release that is older than the one that runs, or the same, is refused unless the signed command allows it", async (t) => {
  t.equal(whyNot({ version: "1.4.1", security: 3 }, running, false), "");
  t.equal(whyNot({ version: "1.10.0", security: 3 }, running, false), "", "numbers, not letters");
  t.match(whyNot({ version: "1.3.9", security: 3 }, running, false), "version 1.3.9 is older than 1.4.0");
  t.match(whyNot({ version: "1.4.0", security: 3 }, running, false), "version 1.4.0 runs already");
  t.equal(whyNot({ version: "1.3.9", security: 3 }, running, true), "");
});

t.test("nothing that is signed brings a unit back behind its security number, however new it calls itself", async (t) => {
  t.match(whyNot({ version: "9.0.0", security: 2 }, running, true), "its security number is 2, and this unit has come to 3");
  t.equal(whyNot({ version: "1.3.9", security: 4 }, running, true), "");
});

t.test("versions are compared number by number", async (t) => {
  t.ok(order("0.9.9", "0.10.0") < 0);
  t.ok(order("2.0.0", "1.99.99") > 0);
  t.equal(order("1.2.3", "1.2.3"), 0);
});

t.test("a manifest that names no security number names none", async (t) => {
  t.equal(securityIn("security-12"), 12);
  for (const build of ["", "20260101", "security-0", "security--1", "security-1.5", "xsecurity-2", "security-2\n"])
    t.equal(securityIn(build), null, build);
});
