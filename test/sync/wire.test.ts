import t from "tap";
import { stopline } from "#wire";

const { Ack, Command } = stopline.v1;

t.test("64-bit fields are numbers on both sides, as their types say", async (t) => {
  t.equal(Ack.decode(Ack.encode({ unit: "A", epoch: "e", seq: 2 ** 40 + 5 }).finish()).seq, 2 ** 40 + 5);
  t.equal(Ack.decode(new Uint8Array()).seq, 0, "also where the field is not there");
  const command = Command.decode(Command.encode({ issuedMs: -5, expiresMs: Number.MAX_SAFE_INTEGER }).finish());
  t.equal(command.issuedMs, -5);
  t.equal(command.expiresMs, Number.MAX_SAFE_INTEGER);
  t.equal(command.counter, 0);
});
