/** The made-up town: an arterial of five signals and a small grid of two by three above it. Metres, east and north. */
export interface Spot {
  readonly at: readonly [east_m: number, north_m: number];
  /** What people call the place, where it is no junction with a signal. */
  readonly name?: string;
}

/** A street between two spots, both ways; `bends` lie between them. */
export interface Street {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly lanes: number;
  readonly bends?: readonly (readonly [number, number])[];
}

/** Spots that begin with J have a signal. */
export const SPOTS: { readonly [spot: string]: Spot } = {
  J1: { at: [0, 34] },
  J2: { at: [292, 6] },
  J3: { at: [566, -12] },
  J4: { at: [850, 2] },
  J5: { at: [1_136, 40] },
  J6: { at: [284, 236] },
  J7: { at: [570, 226] },
  J8: { at: [860, 240] },
  J9: { at: [270, 462] },
  J10: { at: [566, 458] },
  J11: { at: [872, 474] },
  west: { at: [-250, 86], name: "Airport Road" },
  east: { at: [1_392, 96], name: "Kings Bridge" },
  hospital: { at: [560, 676], name: "General Hospital" },
  oldtown: { at: [246, 676], name: "Old Town" },
  university: { at: [892, 690], name: "University" },
  station: { at: [12, 486], name: "Central Station" },
  park: { at: [1_128, 504], name: "Park Gate" },
  harbour: { at: [6, -190], name: "West Quay" },
  ferry: { at: [298, -214], name: "Ferry Pier" },
  market: { at: [566, -232], name: "Fish Market" },
  docks: { at: [846, -218], name: "Docks" },
  stadium: { at: [1_150, -182], name: "Stadium" },
};

const ARTERIAL = 2;

export const STREETS: readonly Street[] = [
  { name: "Harbour Road", from: "west", to: "J1", lanes: ARTERIAL, bends: [[-110, 56]] },
  { name: "Harbour Road", from: "J1", to: "J2", lanes: ARTERIAL },
  { name: "Harbour Road", from: "J2", to: "J3", lanes: ARTERIAL },
  { name: "Harbour Road", from: "J3", to: "J4", lanes: ARTERIAL },
  { name: "Harbour Road", from: "J4", to: "J5", lanes: ARTERIAL },
  { name: "Harbour Road", from: "J5", to: "east", lanes: ARTERIAL, bends: [[1_270, 68]] },
  {
    name: "Mill Street",
    from: "J1",
    to: "J6",
    lanes: 1,
    bends: [
      [2, 140],
      [24, 196],
      [78, 226],
      [150, 236],
    ],
  },
  { name: "Mill Street", from: "J6", to: "J7", lanes: 1 },
  { name: "Mill Street", from: "J7", to: "J8", lanes: 1 },
  {
    name: "Mill Street",
    from: "J8",
    to: "J5",
    lanes: 1,
    bends: [
      [1_000, 246],
      [1_080, 230],
      [1_124, 190],
      [1_134, 140],
    ],
  },
  { name: "Station Street", from: "station", to: "J9", lanes: 1, bends: [[130, 470]] },
  { name: "Station Street", from: "J9", to: "J10", lanes: 1 },
  { name: "Station Street", from: "J10", to: "J11", lanes: 1 },
  { name: "Station Street", from: "J11", to: "park", lanes: 1, bends: [[1_000, 484]] },
  { name: "Dock Street", from: "J1", to: "harbour", lanes: 1 },
  { name: "Bridge Street", from: "ferry", to: "J2", lanes: 1 },
  { name: "Bridge Street", from: "J2", to: "J6", lanes: 1 },
  { name: "Bridge Street", from: "J6", to: "J9", lanes: 1 },
  { name: "Bridge Street", from: "J9", to: "oldtown", lanes: 1 },
  { name: "Hospital Street", from: "market", to: "J3", lanes: 1 },
  { name: "Hospital Street", from: "J3", to: "J7", lanes: 1 },
  { name: "Hospital Street", from: "J7", to: "J10", lanes: 1 },
  { name: "Hospital Street", from: "J10", to: "hospital", lanes: 1 },
  { name: "College Street", from: "docks", to: "J4", lanes: 1 },
  { name: "College Street", from: "J4", to: "J8", lanes: 1 },
  { name: "College Street", from: "J8", to: "J11", lanes: 1 },
  { name: "College Street", from: "J11", to: "university", lanes: 1 },
  { name: "Quay Street", from: "J5", to: "stadium", lanes: 1 },
];

/** A way that an ambulance takes, over these spots. */
export interface Errand {
  readonly name: string;
  readonly over: readonly string[];
}

export const ERRANDS: readonly Errand[] = [
  { name: "Airport Road to the hospital", over: ["west", "J1", "J2", "J3", "J7", "J10", "hospital"] },
  { name: "Along Harbour Road, west to east", over: ["west", "J1", "J2", "J3", "J4", "J5", "east"] },
  { name: "Kings Bridge to the hospital", over: ["east", "J5", "J4", "J8", "J7", "J10", "hospital"] },
  { name: "West Quay to the hospital", over: ["harbour", "J1", "J6", "J9", "J10", "hospital"] },
  { name: "Along Harbour Road, east to west", over: ["east", "J5", "J4", "J3", "J2", "J1", "west"] },
  { name: "Stadium to the hospital", over: ["stadium", "J5", "J8", "J11", "J10", "hospital"] },
  { name: "Hospital to the docks", over: ["hospital", "J10", "J7", "J3", "J4", "docks"] },
  { name: "Central Station to Kings Bridge", over: ["station", "J9", "J6", "J7", "J8", "J5", "east"] },
];

/** What lies beside the streets, for the eye alone. */
export const WATER: readonly (readonly [number, number])[] = [
  [-700, -262],
  [-330, -250],
  [-60, -236],
  [160, -262],
  [420, -268],
  [700, -276],
  [960, -262],
  [1_240, -240],
  [1_480, -196],
  [1_700, -150],
  [2_100, -120],
  [2_100, -1_500],
  [-700, -1_500],
];
export const PARKS: readonly (readonly (readonly [number, number])[])[] = [
  [
    [1_010, 290],
    [1_090, 262],
    [1_220, 250],
    [1_270, 330],
    [1_240, 450],
    [1_120, 478],
    [1_000, 462],
    [905, 446],
    [890, 380],
    [905, 282],
  ],
  [
    [-150, 262],
    [-30, 244],
    [40, 268],
    [110, 290],
    [120, 420],
    [20, 452],
    [-110, 430],
  ],
];

/** Vehicles an hour that come in at each end, and how they like to go. */
export const DEMAND = { arterial: 760, other: 250, through: 0.6 } as const;

export const hasSignal = (spot: string): boolean => spot.startsWith("J");
export const ends = (): readonly string[] => Object.keys(SPOTS).filter((spot) => !hasSignal(spot));
