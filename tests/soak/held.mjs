// What a page's scripts hold, read from a snapshot of its heap. The plain size of a heap tells of more, which grows for an hour
// and ends: machine code that V8 makes of functions as they are called again, what inspectors note, and the browser's own lists of
// paints and shifts, each of which keeps at most 150 to 250 entries.

const ofScripts = ['object', 'closure', 'array', 'string', 'concatenated string', 'sliced string', 'regexp', 'number'];
const ofPages = /^(system \/ JSArrayBufferData|PerformanceM(ark|easure))$/; // made by scripts, too, though not in V8's heap

/** @param {import('playwright-core').CDPSession} session */
async function snapshot(session) {
  const chunks = [];
  const keep = ({ chunk }) => chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', keep);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', keep);
  return JSON.parse(chunks.join(''));
}

/** Bytes of what scripts made, and how many things it is. @returns {{ bytes: number, things: number }} */
export function heldIn({ snapshot: { meta }, nodes, strings }) {
  const [type, name, , size] = ['type', 'name', 'id', 'self_size'].map((field) => meta.node_fields.indexOf(field));
  const types = meta.node_types[type];
  let [bytes, things] = [0, 0];
  for (let i = 0; i < nodes.length; i += meta.node_fields.length) {
    const kind = types[nodes[i + type]];
    if (!ofScripts.includes(kind) && !(kind === 'native' && ofPages.test(strings[nodes[i + name]]))) continue;
    bytes += nodes[i + size];
    things++;
  }
  return { bytes, things };
}

/** @param {import('playwright-core').CDPSession} session */
export const held = async (session) => heldIn(await snapshot(session));
