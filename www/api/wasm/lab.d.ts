/* tslint:disable */
/* eslint-disable */
/**
 * Distances of two pictures.
 */
export interface Measures {
    /**
     * Peak signal to noise ratio over red, green and blue in dB, at most 60.
     */
    psnr: number;
    /**
     * Structural similarity of luma, at most 1; `null` for pictures below 11 pixels on a side.
     */
    ssim: number | null;
}

/**
 * How far a job has come.
 */
export interface SliceProgress {
    /**
     * Name of the phase.
     */
    phase: string;
    /**
     * Done in this phase.
     */
    done: number;
    /**
     * All there is in this phase, where it is known.
     */
    total: number | null;
}

/**
 * How the ids of a picture are arranged.
 */
export type PictureLayout = { kind: "grid"; rows: number; columns: number; depth: number; side: number } | { kind: "ordered"; count: number; depth: number };

/**
 * What the ids of a picture cost, in bits.
 */
export interface Rate {
    /**
     * Sum of log2 of the alphabet over all ids, not rounded.
     */
    fixed: number;
    /**
     * With an adaptive arithmetic code that starts from nothing on this picture.
     */
    adaptive: number;
    /**
     * What a decoder needs besides, counted to both.
     */
    sideInformation: number;
}


/**
 * Ids on their way to a picture.
 */
export class DecodeJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Red, green, blue and an alpha of 255.
     */
    finish(): Uint8Array;
    /**
     * Of the ids of a picture of this size and what goes with them; the first `keep` of the tokenizer's stops.
     */
    constructor(tokenizer: ImageTokenizer, width: number, height: number, ids: Uint32Array | number[], side: Uint8Array | number[], keep: number);
    /**
     * About `budget` pixels; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * A picture on its way to ids.
 */
export class EncodeJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The ids, when done; a second call has none.
     */
    ids(): Uint32Array;
    /**
     * Of red, green, blue and alpha, laid over `ground` (0xRRGGBB).
     */
    constructor(tokenizer: ImageTokenizer, width: number, height: number, rgba: Uint8Array | number[], ground: number);
    /**
     * What a decoder needs besides, when done.
     */
    side(): Uint8Array;
    /**
     * About `budget` pixels; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * An image tokenizer.
 */
export class ImageTokenizer {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * How many ids there are at each depth of a cell.
     */
    alphabets(): Uint32Array;
    /**
     * Sum of log2 of the alphabet over `count` ids of a picture of this size.
     */
    fixedBits(width: number, height: number, count: number): number;
    /**
     * How `count` ids of a picture of this size are arranged.
     */
    layout(width: number, height: number, count: number): PictureLayout;
    /**
     * The one of this name; `names` and `values` are its options, pair by pair.
     */
    constructor(name: string, names: string[], values: Float64Array | number[]);
    /**
     * What each cell paints: four numbers each, from the left, from the top, across, down.
     */
    regions(width: number, height: number, ids: Uint32Array | number[], side: Uint8Array | number[]): Uint32Array;
    /**
     * Bits that a decoder needs besides: the tokenizer's own, `side` as the encoder wrote it, the picture's size.
     */
    sideInformationBits(side: Uint8Array | number[]): number;
    /**
     * How many leading parts of `count` ids can be decoded alone; one where there are none.
     */
    stops(width: number, height: number, count: number): number;
}

/**
 * A comparison of two pictures under way.
 */
export class MeasureJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The result.
     */
    finish(): Measures;
    /**
     * Of two pictures of one size; alpha is laid over `ground` (0xRRGGBB) in both.
     */
    constructor(width: number, height: number, a: Uint8Array | number[], b: Uint8Array | number[], ground: number);
    /**
     * About `budget` pixels; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * The adaptive code of ids under way.
 */
export class RateJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The result.
     */
    finish(): Rate;
    /**
     * Of the ids of a picture of this size and what goes with them; the first `keep` of the tokenizer's stops.
     */
    constructor(tokenizer: ImageTokenizer, width: number, height: number, ids: Uint32Array | number[], side: Uint8Array | number[], keep: number);
    /**
     * About `budget` ids; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * Runs when the module is loaded.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_decodejob_free: (a: number, b: number) => void;
    readonly __wbg_encodejob_free: (a: number, b: number) => void;
    readonly __wbg_imagetokenizer_free: (a: number, b: number) => void;
    readonly __wbg_measurejob_free: (a: number, b: number) => void;
    readonly __wbg_ratejob_free: (a: number, b: number) => void;
    readonly decodejob_finish: (a: number) => [number, number];
    readonly decodejob_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly decodejob_step: (a: number, b: number) => any;
    readonly encodejob_ids: (a: number) => [number, number];
    readonly encodejob_new: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly encodejob_side: (a: number) => [number, number];
    readonly encodejob_step: (a: number, b: number) => any;
    readonly imagetokenizer_alphabets: (a: number) => [number, number];
    readonly imagetokenizer_fixedBits: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly imagetokenizer_layout: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly imagetokenizer_new: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly imagetokenizer_regions: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly imagetokenizer_sideInformationBits: (a: number, b: number, c: number) => number;
    readonly imagetokenizer_stops: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly measurejob_finish: (a: number) => any;
    readonly measurejob_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly measurejob_step: (a: number, b: number) => any;
    readonly ratejob_finish: (a: number) => any;
    readonly ratejob_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly ratejob_step: (a: number, b: number) => any;
    readonly start: () => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __externref_drop_slice: (a: number, b: number) => void;
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
