// pkg builds in a folder with a random name and leaves that name in the executable: with a fixed one, two builds of a commit are equal.
const promises = require("node:fs/promises");
const { mkdtemp, mkdir, rm } = promises;
promises.mkdtemp = async (prefix, ...rest) => {
  if (!prefix.endsWith("pkg-sea-")) return mkdtemp(prefix, ...rest);
  const folder = process.env.STOPLINE_PKG_FOLDER;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
};
