import type { Counter, InputBits, Profile } from "./profiles/profile.ts";

/** A question of eight bytes, an answer's five besides its data, a pause of three and a half before each: what one exchange costs in bytes. */
const EXCHANGE_BYTES = 8 + 5 + 7;
/** Registers, and bits, that one answer may hold (Modbus application protocol V1.1b3, 6.1 to 6.4). */
const MOST = { registers: 125, bits: 2_000 } as const;

/**
 * A profile whose counters and inputs are asked for with one read instead of two: where both are read with one function, and what lies
 * between them costs less than a question of its own. Null where there is nothing to join, or it would cost more. A board may refuse what its
 * map does not name; then it must be asked as the profile says.
 */
export function joined(profile: Profile): Profile | null {
  const { counters, func, start, count } = profile;
  if (counters === undefined || counters.func !== func) return null;
  const first = Math.min(start, counters.start);
  const end = Math.max(start + count, counters.start + counters.count);
  const bits = func <= 2;
  const most = profile.most ?? (bits ? MOST.bits : MOST.registers);
  const bytes = (n: number) => (bits ? Math.ceil(n / 8) : 2 * n);
  const between = bytes(end - first) - bytes(count) - bytes(counters.count);
  if (end - first > most || between >= EXCHANGE_BYTES) return null;
  const [moved, counted] = [(bits ? 1 : 16) * (start - first), counters.start - first];
  const { counters: _, ...rest } = profile;
  return { ...rest, start: first, count: end - first, inputs: profile.inputs.map((input) => shifted(input, moved, counted)) };
}

/** The same input in an answer that begins so many bits, and its counter so many registers, earlier. */
function shifted({ detect, faults, counter, ...rest }: InputBits, bits: number, registers: number): InputBits {
  return {
    ...rest,
    detect: detect + bits,
    ...(faults && { faults: faults.map(({ bit, fault }) => ({ bit: bit + bits, fault })) }),
    ...(counter && { counter: { ...counter, register: counter.register + registers } satisfies Counter }),
  };
}
