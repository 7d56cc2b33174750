/* tslint:disable */
/* eslint-disable */
/**
 * A chat as text.
 */
export interface RenderedChat {
    /**
     * What the model reads.
     */
    text: string;
    /**
     * Where each message ends in it, in UTF-16 units.
     */
    ends: number[];
}


/**
 * Writes a conversation, a JSON object with a list `messages` and the template's other variables, with the template
 * `source`; `begin` and `end` are the texts of the tokens that it knows as `bos_token` and `eos_token`.
 */
export function renderChat(source: string, begin: string, end: string, conversation: string): RenderedChat;

/**
 * Runs when the module is loaded.
 */
export function start(): void;

/**
 * How many tokens belong to each message; `starts` are the tokens' first places in the text, `ends` the messages'.
 */
export function tokensPerMessage(starts: Uint32Array | number[], ends: Uint32Array | number[]): Uint32Array;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly renderChat: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly start: () => void;
    readonly tokensPerMessage: (a: number, b: number, c: number, d: number) => [number, number];
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
