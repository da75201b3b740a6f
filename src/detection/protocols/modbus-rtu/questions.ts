import { type Exchange, readExchange } from "../../../serial/framing/modbus-rtu.ts";
import { faultsOf, HEAD_BYTES, presencesOf, type Watched } from "./codec.ts";
import { Count } from "./counts.ts";
import type { Profile } from "./profiles/profile.ts";

/** How a board is asked, and where everything lies in its answers. */
export interface Questions {
  /** The questions of one poll: for the counters, where they do not lie with the inputs; for the inputs. */
  readonly exchanges: readonly Exchange[];
  readonly presences: readonly Watched[];
  readonly faults: readonly Watched[];
  readonly counts: readonly (Count | null)[];
  /** Data bytes of the answer with the inputs. */
  readonly data: number;
  readonly request_bytes: number;
  readonly answer_bytes: number;
}

export function questionsOf(profile: Profile, address: number): Questions {
  const blocks = profile.counters ? [profile.counters, profile] : [profile];
  const exchanges = blocks.map(({ func, start, count }) => readExchange(address, func, start, count));
  const sum = (of: (exchange: Exchange) => number) => exchanges.reduce((all, exchange) => all + of(exchange), 0);
  return {
    exchanges,
    presences: presencesOf(profile),
    faults: faultsOf(profile),
    counts: profile.inputs.map(({ counter }) => (counter ? new Count(counter) : null)),
    data: exchanges.at(-1)!.length - HEAD_BYTES - 2,
    request_bytes: sum(({ request }) => request.length),
    answer_bytes: sum(({ length }) => length),
  };
}
