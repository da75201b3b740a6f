import { mappedBytes } from "../../src/flash/block-map.ts";
import { mapFile, mapOf } from "../../src/platform/image-file.ts";

/** Lays the block map of an image beside it: `node deploy/image/block-map.ts IMAGE`. Who writes cards, by `stopline flash` or by bmaptool, need not make it. */
const image = process.argv[2];
if (image === undefined) throw new Error("name the image");
const map = await mapOf(image, true, () => {});
console.log(`image: ${mapFile(image)}: ${(mappedBytes(map) / 1e6).toFixed(0)} MB of ${(map.image_bytes / 1e6).toFixed(0)} go onto a card`);
