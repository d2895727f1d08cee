// Elements of ours that a page took away and that something still keeps, after garbage was collected.

/**
 * @param {import('playwright-core').CDPSession} session
 * @returns {Promise<string[]>}  their names
 */
export async function leftBehind(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { result } = await session.send('Runtime.evaluate', { expression: 'HTMLElement.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const names = function () {
    const elements = this.filter((each) => !Object.hasOwn(each, 'constructor')); // no prototypes
    const isOurs = ({ localName, ownerDocument }) => localName.includes('-') && ownerDocument === document; // no template's
    return elements.filter((each) => isOurs(each) && !each.isConnected).map(({ localName }) => localName);
  };
  const found = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: `${names}`,
    returnByValue: true,
  });
  if (found.exceptionDetails) throw new Error(found.exceptionDetails.exception.description);
  for (const { objectId } of [result, objects]) await session.send('Runtime.releaseObject', { objectId });
  return found.result.value;
}
