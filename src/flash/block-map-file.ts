import { type BlockMap, type NewHash, type Range, rangeBytes } from "./block-map.ts";
import { BLOCK } from "./wanted-blocks.ts";

/** bmaptool takes the file's own sum with zeros in its place. */
const NO_SUM = "0".repeat(64);
const OURS = "stopline: sha256 of the whole image";

/** The map as a .bmap file, version 2.0 of bmaptool's form, which it reads too. */
export function mapText(map: BlockMap, newHash: NewHash): string {
  const count = Math.ceil(map.image_bytes / BLOCK);
  const mapped = map.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const ranges = map.ranges.map(
    ({ first, last, sha256 }) => `    <Range chksum="${sha256}"> ${first === last ? first : `${first}-${last}`} </Range>\n`,
  );
  const text = `<?xml version="1.0" ?>
<!-- Which blocks of the image a medium must get, zeros that matter among them. bmaptool can use it as well. -->
<!-- ${OURS}: ${map.image_sha256} -->
<bmap version="2.0">
  <ImageSize> ${map.image_bytes} </ImageSize>
  <BlockSize> ${BLOCK} </BlockSize>
  <BlocksCount> ${count} </BlocksCount>
  <MappedBlocksCount> ${mapped} </MappedBlocksCount>
  <ChecksumType> sha256 </ChecksumType>
  <BmapFileChecksum> ${NO_SUM} </BmapFileChecksum>
  <BlockMap>
${ranges.join("")}  </BlockMap>
</bmap>
`;
  return text.replace(NO_SUM, sumOf(text, newHash));
}

/**
 * A map that `mapText` has written; null for anything else. A map that bmaptool made knows only which blocks a file system has allocated: zeros
 * that were never written are missing from it, and on a used medium something else is there.
 */
export function mapIn(text: string, newHash: NewHash): BlockMap | null {
  const word = (name: string): string => new RegExp(`<${name}> (\\S+) </${name}>`).exec(text)?.[1] ?? "";
  const image_sha256 = new RegExp(`<!-- ${OURS}: ([0-9a-f]{64}) -->`).exec(text)?.[1];
  const sum = word("BmapFileChecksum");
  if (image_sha256 === undefined || word("BlockSize") !== String(BLOCK)) return null;
  if (sumOf(text.replace(sum, NO_SUM), newHash) !== sum) return null;
  const ranges: Range[] = [...text.matchAll(/<Range chksum="([0-9a-f]{64})"> (\d+)(?:-(\d+))? <\/Range>/g)].map(
    ([, sha256, first, last]) => ({
      first: Number(first),
      last: Number(last ?? first),
      sha256: sha256!,
    }),
  );
  const map = { image_bytes: Number(word("ImageSize")), image_sha256, ranges };
  return inOrder(map) ? map : null;
}

const inOrder = (map: BlockMap): boolean =>
  Number.isSafeInteger(map.image_bytes) &&
  map.ranges.every((range, i) => {
    const { first, last } = range;
    return first <= last && first > (map.ranges[i - 1]?.last ?? -1) && rangeBytes(range, map.image_bytes) > 0;
  });

function sumOf(text: string, newHash: NewHash): string {
  const hash = newHash();
  hash.update(Buffer.from(text));
  return hash.hex();
}
