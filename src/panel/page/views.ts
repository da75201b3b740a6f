import type { Words } from "./languages/en.ts";
import type { Draw } from "./view.ts";

export type ViewName = keyof Words["views"];

/** One view: how it is called in the address and in the words, its sign (a path in 24 x 24, stroked), what draws it, its own style sheets. */
export interface ViewRow {
  readonly name: ViewName;
  readonly sign: string;
  readonly styles: readonly string[];
  readonly load: () => Promise<{ readonly draw: Draw }>;
}

/** Every view, in the order of the navigation; on a phone the first four stand at the thumb and the others behind "more". */
export const VIEWS: readonly ViewRow[] = [
  {
    name: "intersection",
    sign: "M9 3v6H3m6 6v6m-6-6h6m6-12v6h6m-6 12v-6h6",
    styles: ["views/intersection/street.css", "views/intersection/rings.css"],
    load: () => import("./views/intersection/index.ts"),
  },
  {
    name: "detectors",
    sign: "M7 5h10v14H7zM3 9v6M21 9v6",
    styles: ["plots/plots.css"],
    load: () => import("./views/detectors/index.ts"),
  },
  {
    name: "timing",
    sign: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
    styles: ["views/timing/timing.css", "plots/plots.css"],
    load: () => import("./views/timing/index.ts"),
  },
  {
    name: "performance",
    sign: "M4 4v16h16M8 15l3-5 4 3 4-7",
    styles: ["plots/plots.css"],
    load: () => import("./views/performance/index.ts"),
  },
  {
    name: "journal",
    sign: "M5 4h14v16H5zM8 8h8M8 12h8M8 16h5",
    styles: ["plots/plots.css", "views/journal/journal.css"],
    load: () => import("./views/journal/index.ts"),
  },
  {
    name: "link",
    sign: "M5 19h0M5 14a5 5 0 0 1 5 5M5 9a10 10 0 0 1 10 10M5 4a15 15 0 0 1 15 15",
    styles: [],
    load: () => import("./views/link/index.ts"),
  },
  {
    name: "unit",
    sign: "M7 7h10v10H7zM10 3v4m4-4v4m-4 10v4m4-4v4M3 10h4m-4 4h4m10-4h4m-4 4h4",
    styles: [],
    load: () => import("./views/unit/index.ts"),
  },
  {
    name: "commission",
    sign: "M5 5h14v15H5zM9 3h6v4H9zM8.5 13l2.5 2.5 4.5-4.5",
    styles: ["views/commission/commission.css"],
    load: () => import("./views/commission/index.ts"),
  },
  {
    name: "actions",
    sign: "M6 4v16M6 9h0M12 4v16M18 4v16M3.5 9h5M9.5 15h5M15.5 8h5",
    styles: ["views/actions/actions.css"],
    load: () => import("./views/actions/index.ts"),
  },
];
