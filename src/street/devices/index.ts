import type { ProtocolName } from "../../detection/protocols/index.ts";
import type { ProfileName } from "../../detection/protocols/modbus-rtu/profiles/index.ts";
import type { DriverName } from "../../signals/drivers/index.ts";
import { openBlueprintCard } from "./blueprint.ts";
import { openCamera } from "./camera.ts";
import { openCanogaCard } from "./canoga-card.ts";
import { openCoilBoard } from "./coil-board.ts";
import { openAspar4di, openDi16Closed, openGauger, openSfar16di, openZdin } from "./counter-boards.ts";
import { openDetectorBiu } from "./detector-biu.ts";
import type { FieldDevice, Place } from "./device.ts";
import { openDi16 } from "./di16.ts";
import { openG4Radar, openG4VehicleRadar } from "./g4-radar.ts";
import { openLd120 } from "./ld120.ts";
import { openLoopBoard } from "./loop-board.ts";
import { openRadar } from "./radar.ts";
import { openTs2Cabinet } from "./ts2-cabinet.ts";

type Open = (place: Place) => FieldDevice;

/** Every board that the Modbus profiles know. */
const MODBUS = {
  di16: openDi16,
  "di16-closed": openDi16Closed,
  ld120: openLd120,
  "ld120-count": openLd120,
  "aspar-4di": openAspar4di,
  "sfar-16di": openSfar16di,
  "z-d-in": openZdin,
  gauger: openGauger,
} satisfies { readonly [P in ProfileName]: Open };

/** The other end of every protocol that the unit speaks: a protocol without a device here does not compile. */
const DEVICES = {
  "modbus-rtu": (place) => MODBUS[place.config.profile as ProfileName](place),
  blueprint: openBlueprintCard,
  canoga: openCanogaCard,
  "count-sentence": openCamera,
  elektronika: openLoopBoard,
  "rtms-g4": openG4Radar,
  "rtms-g4-vehicles": openG4VehicleRadar,
  ss125: openRadar,
  "modbus-coils": openCoilBoard,
  "ts2-detectors": openDetectorBiu,
  "ts2-load-switches": openTs2Cabinet,
} satisfies { readonly [P in ProtocolName | DriverName]: Open };

/** The box that a device of the site file stands for. */
export const openFieldDevice = (place: Place): FieldDevice => DEVICES[place.config.protocol as ProtocolName | DriverName](place);
