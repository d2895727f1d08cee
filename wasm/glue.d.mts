// The type of both glues, ropescope.web.mjs and ropescope.node.mjs; the bindings' own types are the library's matter.

export interface GlueOptions {
  wasmBinary?: Uint8Array | ArrayBuffer;
  instantiateWasm?(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports | Record<string, never>;
  locateFile?(path: string, folder: string): string;
  print?(line: string): void;
  printErr?(line: string): void;
}

export interface Glue {
  /** Replaced when memory grows: read it anew after every call. */
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  /** 0 when there is no memory left. */
  _malloc(size: number): number;
  _free(pointer: number): void;
  /** The functions of wasm/bindings.cpp. */
  [binding: string]: unknown;
}

export default function create(options?: GlueOptions): Promise<Glue>;
