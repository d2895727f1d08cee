/** The files of a drop: those that were dropped, and those that lie in a folder that was. */

/**
 * @param {DataTransfer} transfer  of the event: what it holds is gone after it
 * @returns {Promise<File[]>}
 */
export async function droppedFiles({ items }) {
  const dropped = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const lists = await Promise.all(
    dropped.map(({ entry, file }) =>
      entry?.isDirectory ? filesIn(/** @type {FileSystemDirectoryEntry} */ (entry)) : file ? [file] : [],
    ),
  );
  return lists.flat();
}

/** Not what lies in folders of it. @param {FileSystemDirectoryEntry} folder */
async function filesIn(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  for (;;) {
    const some = await new Promise((/** @type {(some: FileSystemEntry[]) => void} */ resolve, reject) =>
      reader.readEntries(resolve, reject),
    ); // a hundred at a time
    if (some.length === 0) break;
    entries.push(...some);
  }
  const files = /** @type {FileSystemFileEntry[]} */ (entries.filter(({ isFile }) => isFile));
  return Promise.all(
    files.map(
      (each) => new Promise((/** @type {(file: File) => void} */ resolve, reject) => each.file(resolve, reject)),
    ),
  );
}
