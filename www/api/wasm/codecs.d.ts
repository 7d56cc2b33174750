/* tslint:disable */
/* eslint-disable */
/**
 * What is known of a picture file that was read.
 */
export interface PictureFacts {
    /**
     * `PNG` or `JPEG`.
     */
    format: string;
    /**
     * Pixels across.
     */
    width: number;
    /**
     * Pixels down.
     */
    height: number;
    /**
     * What was done to it that not everybody would do, for people.
     */
    notes: string[];
}


/**
 * A picture from a PNG or JPEG file.
 */
export class PictureRead {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What is known of it.
     */
    facts(): PictureFacts;
    /**
     * Red, green, blue and alpha, not premultiplied.
     */
    finish(): Uint8Array;
    /**
     * Reads the file at once.
     */
    constructor(file: Uint8Array | number[]);
}

/**
 * Size in bytes of UTF-8 `text` after brotli at quality 11.
 */
export function brotliBytes(text: Uint8Array | number[]): number;

/**
 * Runs when the module is loaded.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_pictureread_free: (a: number, b: number) => void;
    readonly brotliBytes: (a: number, b: number) => [number, number, number];
    readonly pictureread_facts: (a: number) => any;
    readonly pictureread_finish: (a: number) => [number, number];
    readonly pictureread_new: (a: number, b: number) => [number, number, number];
    readonly start: () => void;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
