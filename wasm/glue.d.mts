// The type of the glues in dist/. What they start is WasmModule in web/lib/runtime.js.
export default function create(options?: object): Promise<unknown>;
