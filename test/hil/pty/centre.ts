import type { Deed } from "../play.ts";
import type { FaultKind } from "../scenario.ts";
import type { CityBroker } from "./broker.ts";
import type { City } from "./city.ts";

/** What befalls a real broker, the brain behind it and who commands, wherever the unit is. */
export const AT_THE_CENTRE = {
  "broker-away": true,
  "line-drops": true,
  "delivered-twice": "mosquitto repeats nothing unless it has to",
  "broker-forgets": "mosquitto loses nothing when it is asked to",
  "brain-away": true,
  "brain-replaced": true,
  "neighbour-away": "nobody lives next to this unit: RIG=sim has a neighbour",
  command: true,
  "command-replayed": true,
} as const satisfies { readonly [K in FaultKind]?: true | string };

/** Does what is the centre's to do; rejects for what is nobody's here. */
export async function doAtCentre({ on, fault }: Deed, broker: CityBroker, city: City): Promise<void> {
  switch (fault.kind) {
    case "broker-away":
      return on ? broker.end() : broker.begin();
    case "line-drops":
      broker.breaksAfter(on ? fault.messages : Number.POSITIVE_INFINITY);
      return;
    case "brain-away":
      return on ? city.end() : city.begin();
    case "brain-replaced":
      return city.replace();
    case "command":
      // Whoever waits for the answer holds up nobody.
      void city.command(fault.typed, fault.signed ?? "brain");
      return;
    case "command-replayed":
      return broker.replay();
    default:
      throw new Error(`${fault.kind} is nothing that this rig does`);
  }
}
