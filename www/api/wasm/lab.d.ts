/* tslint:disable */
/* eslint-disable */
/**
 * A guess of what comes next.
 */
export interface GuessedToken {
    /**
     * The id.
     */
    id: number;
    /**
     * Number of the guess that it follows; none for one that follows the text.
     */
    parent: number | null;
    /**
     * Its place, counted from the beginning of the prompt.
     */
    position: number;
    /**
     * What became of it: `unreached` where it followed a guess that was rejected.
     */
    fate: 'accepted' | 'rejected' | 'unreached';
    /**
     * The probability that the model gave it, where it was looked at.
     */
    p: number | null;
    /**
     * The probability that the draft gave it; 1 for a sure guess.
     */
    q: number;
}

/**
 * A likely id of a place.
 */
export interface LikelyToken {
    /**
     * The id.
     */
    id: number;
    /**
     * The model's own probability.
     */
    probability: number;
    /**
     * The probability that it was drawn with: after temperature and filters.
     */
    drawnWith: number;
}

/**
 * A number that a shape has.
 */
export interface PrimitiveField {
    /**
     * Its name.
     */
    name: string;
    /**
     * There are `2^bits` ids.
     */
    bits: number;
    /**
     * What the first id stands for.
     */
    min: number;
    /**
     * What the last id stands for.
     */
    max: number;
}

/**
 * A number with all that is needed to read it, or the reason why there is none.
 */
export interface Figure {
    /**
     * The number; `None` when it is undefined on this input.
     */
    value: number | null;
    /**
     * Why there is no number.
     */
    undefined: string | null;
    /**
     * Its unit; empty for a plain ratio.
     */
    unit: string;
    /**
     * How many things it was computed from.
     */
    sampleSize: number;
    /**
     * What these things are.
     */
    sample: string;
}

/**
 * A point of the rank-frequency curve.
 */
export interface RankedCount {
    /**
     * 1 for the most frequent token.
     */
    rank: number;
    /**
     * How often it occurs.
     */
    count: number;
}

/**
 * A token that was written.
 */
export interface WrittenToken {
    /**
     * The id.
     */
    id: number;
    /**
     * Its place, counted from the beginning of the prompt.
     */
    position: number;
    /**
     * Whether a guess gave it.
     */
    guessed: boolean;
    /**
     * The model's own probability.
     */
    probability: number;
    /**
     * The likeliest ids here, likeliest first; behind them its own, where it is not among them.
     */
    alternatives: LikelyToken[];
}

/**
 * Cells of a level of a pyramid.
 */
export interface PyramidLevel {
    /**
     * Cells down.
     */
    rows: number;
    /**
     * Cells across.
     */
    columns: number;
}

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
 * Figures of ids that share an alphabet, and how often each id is used.
 */
export interface IdStatistics {
    /**
     * Ids.
     */
    ids: number;
    /**
     * Different ids.
     */
    distinct: number;
    /**
     * Shannon entropy of the frequencies.
     */
    entropy: Figure;
    /**
     * Share of the alphabet that is used.
     */
    utilisation: Figure;
    /**
     * Bits of an adaptive code without contexts.
     */
    adaptiveBits: Figure;
    /**
     * Slope and fit of the rank-frequency curve.
     */
    zipf: Zipf;
    /**
     * The same curve with an offset that bends its beginning.
     */
    zipfMandelbrot: ZipfMandelbrot;
    /**
     * Yule's K: how likely two ids that are drawn are the same, ten thousandfold.
     */
    yule: Figure;
    /**
     * Rank against count, log-spaced where there are many.
     */
    rankFrequency: RankedCount[];
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
 * How far a prompt is read, or what a pass gave.
 */
export interface Passed {
    /**
     * Tokens that have passed.
     */
    done: number;
    /**
     * Tokens that there are.
     */
    total: number;
    /**
     * What it gave; none while a prompt is read.
     */
    step: PassStep | null;
}

/**
 * How the ids of a picture are arranged.
 */
export type PictureLayout = { kind: "grid"; rows: number; columns: number; depth: number; side: number } | { kind: "ordered"; count: number; depth: number } | { kind: "pyramid"; levels: PyramidLevel[]; depth: number } | { kind: "primitives"; of: 'cell' | 'gaussian'; fields: PrimitiveField[]; depth: number };

/**
 * Pairs of one direction.
 */
export interface IdMeetings {
    /**
     * How many pairs there are.
     */
    pairs: number;
    /**
     * Pairs of an id with itself.
     */
    same: number;
    /**
     * How many such pairs places that tell nothing would give.
     */
    sameExpected: number;
    /**
     * Pairs of different ids, met at least five times and more often than expected; first those that add most to the
     * mutual information.
     */
    most: IdPair[];
}

/**
 * Sizes of a model.
 */
export interface ModelFacts {
    /**
     * Features of a row.
     */
    width: number;
    /**
     * Layers.
     */
    layers: number;
    /**
     * Heads of 64 features.
     */
    heads: number;
    /**
     * Positions that it was trained on.
     */
    context: number;
    /**
     * Ids.
     */
    vocabulary: number;
    /**
     * The id that ends a document.
     */
    end: number | null;
}

/**
 * The law of Zipf and Mandelbrot on these tokens.
 */
export interface ZipfMandelbrot {
    /**
     * Minus the slope of log count against log (rank + offset).
     */
    exponent: Figure;
    /**
     * What is added to each rank, 0 or more; 0 is Zipf's law itself.
     */
    offset: Figure;
    /**
     * Share of the variance of log count that the curve explains.
     */
    rSquared: Figure;
}

/**
 * Two ids that meet.
 */
export interface IdPair {
    /**
     * On the left, or above.
     */
    first: number;
    /**
     * On the right, or below.
     */
    second: number;
    /**
     * How often they meet.
     */
    count: number;
    /**
     * How often they would if places told nothing: product of their uses as a first and as a second of a pair, over all
     * pairs.
     */
    expected: number;
}

/**
 * What a code pays that looks back by `back` ids.
 */
export interface LookBack {
    /**
     * 0 for 1-grams, 1 for 2-grams, 2 for 3-grams.
     */
    back: number;
    /**
     * Bits of the adaptive code.
     */
    bits: Figure;
    /**
     * Perplexity, 2 to the power of these bits, as a share of the alphabet: 1 where all ids are equally likely always.
     */
    perplexityShare: Figure;
}

/**
 * What a kernel gives on a GPU.
 */
export interface GpuFinding {
    /**
     * The largest difference from the twin, as a share of the largest value of its case.
     */
    difference: number;
    /**
     * Whether rows have the same bits among 1, 16 and 128; `null` where the kernel does not work row by row.
     */
    rows: boolean | null;
}

/**
 * What a kernel is, and whether its twin is itself on this machine.
 */
export interface TwinFinding {
    /**
     * Its name.
     */
    kernel: string;
    /**
     * Shapes that it is tried on.
     */
    cases: number;
    /**
     * Whether the twin gives the bits here that it gave where it was compared with NumPy.
     */
    twin: boolean;
    /**
     * The difference that is allowed, as a share of the largest value of a case.
     */
    tolerance: number;
    /**
     * Why so much.
     */
    toleranceBecause: string;
}

/**
 * What cells tell of cells at an offset; the opposite offset tells as much.
 */
export interface IdOffset {
    /**
     * Columns to the right.
     */
    across: number;
    /**
     * Rows down.
     */
    down: number;
    /**
     * Mutual information as counted.
     */
    bits: Figure;
    /**
     * The same of the cells shuffled.
     */
    chance: Figure;
}

/**
 * What neighbourhood tells in a grid.
 */
export interface IdNeighbours {
    /**
     * Offsets to the right and down, up to three cells away.
     */
    offsets: IdOffset[];
    /**
     * Cells with the one on their right.
     */
    beside: IdMeetings;
    /**
     * Cells with the one under them.
     */
    below: IdMeetings;
}

/**
 * What one pass of the model gave.
 */
export interface PassStep {
    /**
     * Tokens written.
     */
    tokens: WrittenToken[];
    /**
     * Guesses, each after the one that it follows.
     */
    guesses: GuessedToken[];
    /**
     * Rows of the pass.
     */
    rows: number;
    /**
     * Passes of the model since the last step: more than one where a prompt was read.
     */
    passes: number;
    /**
     * Passes of a draft model.
     */
    draftPasses: number;
    /**
     * Why it was the last: as many tokens as were asked for, the end of the document, or of the context.
     */
    ended: 'tokens' | 'document' | 'context' | null;
}

/**
 * What order is worth: the same figures of the ids and of the ids shuffled.
 */
export interface IdOrder {
    /**
     * Of the ids in their order.
     */
    own: LookBack[];
    /**
     * Of the same ids in an order of chance.
     */
    shuffled: LookBack[];
}

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
 * Whose ids a file holds.
 */
export type TokensHead = { kind: "sequence"; tokenizer: string; alphabet: number } | { kind: "picture"; tokenizer: string; names: string[]; values: number[]; width: number; height: number };

/**
 * Zipf's law on this text.
 */
export interface Zipf {
    /**
     * Minus the slope of log count against log rank.
     */
    exponent: Figure;
    /**
     * Share of the variance of log count that the line explains.
     */
    rSquared: Figure;
}


/**
 * What a text costs under a model, token by token.
 */
export class Costs {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Bits of each token; one less than there are where the model has nothing to stand before a text.
     */
    takeBits(): Float64Array;
    /**
     * The five likeliest ids in place of each token, likeliest first.
     */
    takeIds(): Uint32Array;
    /**
     * The text as the model packs it.
     */
    takePacked(): Uint8Array;
    /**
     * Their probabilities.
     */
    takeProbabilities(): Float32Array;
}

/**
 * Ids on their way to a picture.
 */
export class DecodeJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Red, green, blue and an alpha of 255. They go to JavaScript strip by strip: those of a large picture do not lie here
     * too.
     */
    finish(): Uint8Array;
    /**
     * Of the ids of a picture of this size and what goes with them; the first `keep` of the tokenizer's stops.
     */
    constructor(tokenizer: ImageTokenizer, width: number, height: number, ids: Uint32Array, side: Uint8Array | number[], keep: number);
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
     * The ids that came since the last call; some tokenizers give all of them at the end.
     */
    ids(): Uint32Array;
    /**
     * Of red, green, blue and alpha, laid over `ground` (0xRRGGBB).
     */
    constructor(tokenizer: ImageTokenizer, width: number, height: number, rgba: Uint8Array, ground: number);
    /**
     * What a decoder needs besides, when done.
     */
    side(): Uint8Array;
    /**
     * As `step`, with a device for the work that it can do; about as much of that as the device likes. When the device
     * fails, the same work is done by the next `step`.
     */
    stepOn(gpu: Gpu, budget: number): Promise<SliceProgress | undefined>;
    /**
     * About `budget` pixels; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * A text on its way.
 */
export class GenerateJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Behind these ids; `strategy` is `plain`, `trie` or `recycling`.
     */
    constructor(model: Model, prompt: Uint32Array | number[], settings: GenerateSettings, strategy: string);
    /**
     * Behind these ids, with the guesses of a smaller model.
     */
    static speculative(model: Model, draft: Model, prompt: Uint32Array | number[], settings: GenerateSettings): GenerateJob;
    /**
     * One pass on a device; `undefined` when the text has ended. After a failure of the device [`GenerateJob::step`]
     * goes on with the text on the CPU.
     */
    stepOn(gpu: GpuModel): Promise<Passed | undefined>;
    /**
     * One pass on the CPU; `undefined` when the text has ended.
     */
    step(): Passed | undefined;
}

/**
 * How a text is written.
 */
export class GenerateSettings {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The model's own distribution, nothing written yet.
     */
    constructor();
    /**
     * Their number follows success.
     */
    adaptive: boolean;
    /**
     * Guesses of a draft model.
     */
    guesses: number;
    /**
     * Guesses are judged by rejection, not by shared noise.
     */
    rejection: boolean;
    /**
     * The seed of all chance.
     */
    seed: bigint;
    /**
     * Divides the logits; 0 takes the likeliest id always.
     */
    temperature: number;
    /**
     * Tokens to write at most.
     */
    tokens: number;
    /**
     * Only so many of the likeliest ids; 0 for all.
     */
    topK: number;
    /**
     * Only the likeliest ids that together have this probability.
     */
    topP: number;
}

/**
 * A device of the browser's WebGPU.
 */
export class Gpu {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Tries the kernel of this number. One at a time: the device is in use until the answer is there.
     */
    check(number: number): Promise<GpuFinding>;
    /**
     * Gives the device up.
     */
    destroy(): void;
    /**
     * Opens one on the adapter that the browser prefers.
     */
    static open(): Promise<Gpu>;
}

/**
 * A model whose weights and caches are on a device.
 */
export class GpuModel {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Gives the device up.
     */
    destroy(): void;
    /**
     * Of a file of weights, on the adapter that the browser prefers.
     */
    static open(file: Uint8Array | number[]): Promise<GpuModel>;
}

/**
 * An image tokenizer.
 */
export class ImageTokenizer {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * How many ids there are at each depth of a cell, for a picture with this side information.
     */
    alphabets(side: Uint8Array | number[]): Uint32Array;
    /**
     * Sum of log2 of the alphabet over `count` ids of a picture with this side information.
     */
    fixedBits(side: Uint8Array | number[], count: number): number;
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
    constructor(width: number, height: number, a: Uint8Array, b: Uint8Array, ground: number);
    /**
     * About `budget` pixels; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * A model.
 */
export class Model {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Its sizes.
     */
    facts(): ModelFacts;
    /**
     * Forgets what strategies have learnt from earlier texts.
     */
    forget(): void;
    /**
     * Of a file of weights.
     */
    constructor(file: Uint8Array | number[]);
}

/**
 * What neighbourhood tells in a grid of ids, under way.
 */
export class NeighbourJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The result.
     */
    finish(): IdNeighbours;
    /**
     * Of ids row by row.
     */
    constructor(ids: Uint32Array | number[], columns: number);
    /**
     * About `budget` units of work; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * What the order of ids is worth, under way.
 */
export class OrderJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The result.
     */
    finish(): IdOrder;
    /**
     * Of ids out of `alphabet` possible ones.
     */
    constructor(ids: Uint32Array | number[], alphabet: number);
    /**
     * About `budget` units of work; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * Tokens on their way into a file.
 */
export class PackJob {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The file.
     */
    finish(): Uint8Array;
    /**
     * Of a picture; `names` and `values` are the tokenizer's options, pair by pair.
     */
    static picture(tokenizer: string, names: string[], values: Float64Array | number[], width: number, height: number, ids: Uint32Array | number[], side: Uint8Array | number[]): PackJob;
    /**
     * Of a sequence of ids below `alphabet`.
     */
    static sequence(tokenizer: string, alphabet: number, ids: Uint32Array | number[]): PackJob;
    /**
     * About `budget` ids; `undefined` when done.
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
    constructor(tokenizer: ImageTokenizer, width: number, height: number, ids: Uint32Array, side: Uint8Array | number[], keep: number);
    /**
     * About `budget` ids; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * A text that a model reads.
 */
export class ScoreJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The result.
     */
    finish(): Costs;
    /**
     * Of these ids.
     */
    constructor(model: Model, ids: Uint32Array | number[]);
    /**
     * One pass, whatever the budget; `undefined` when done.
     */
    step(_budget: number): SliceProgress | undefined;
}

/**
 * A file on its way to tokens.
 */
export class UnpackJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The ids, when done.
     */
    finish(): Uint32Array;
    /**
     * Whose ids they are.
     */
    head(): TokensHead;
    /**
     * Of the bytes of a file.
     */
    constructor(file: Uint8Array | number[]);
    /**
     * What the tokenizer's decoder needs besides; nothing for a sequence.
     */
    side(): Uint8Array;
    /**
     * About `budget` ids; `undefined` when done.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * A text that a model packed, unpacked.
 */
export class UnpackTextJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The ids.
     */
    finish(): Uint32Array;
    /**
     * Of what a reading packed.
     */
    constructor(model: Model, packed: Uint8Array | number[]);
    /**
     * One pass, whatever the budget; `undefined` when done.
     */
    step(_budget: number): SliceProgress | undefined;
}

/**
 * Tries the twin of the kernel of this number.
 */
export function checkTwin(number: number): TwinFinding;

/**
 * Of every `depth`-th id from `first` on, out of `alphabet` possible ones.
 */
export function idStatistics(ids: Uint32Array | number[], first: number, depth: number, alphabet: number): IdStatistics;

/**
 * How many kernels there are.
 */
export function kernelCount(): number;

/**
 * Gives the tokenizer `whole-pca` its components, inflated; before it is made.
 */
export function provideComponents(bytes: Uint8Array | number[]): void;

/**
 * Runs when the module is loaded.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_costs_free: (a: number, b: number) => void;
    readonly __wbg_decodejob_free: (a: number, b: number) => void;
    readonly __wbg_encodejob_free: (a: number, b: number) => void;
    readonly __wbg_generatejob_free: (a: number, b: number) => void;
    readonly __wbg_generatesettings_free: (a: number, b: number) => void;
    readonly __wbg_get_generatesettings_adaptive: (a: number) => number;
    readonly __wbg_get_generatesettings_guesses: (a: number) => number;
    readonly __wbg_get_generatesettings_rejection: (a: number) => number;
    readonly __wbg_get_generatesettings_seed: (a: number) => bigint;
    readonly __wbg_get_generatesettings_temperature: (a: number) => number;
    readonly __wbg_get_generatesettings_tokens: (a: number) => number;
    readonly __wbg_get_generatesettings_topK: (a: number) => number;
    readonly __wbg_get_generatesettings_topP: (a: number) => number;
    readonly __wbg_gpu_free: (a: number, b: number) => void;
    readonly __wbg_gpumodel_free: (a: number, b: number) => void;
    readonly __wbg_imagetokenizer_free: (a: number, b: number) => void;
    readonly __wbg_measurejob_free: (a: number, b: number) => void;
    readonly __wbg_model_free: (a: number, b: number) => void;
    readonly __wbg_neighbourjob_free: (a: number, b: number) => void;
    readonly __wbg_orderjob_free: (a: number, b: number) => void;
    readonly __wbg_packjob_free: (a: number, b: number) => void;
    readonly __wbg_ratejob_free: (a: number, b: number) => void;
    readonly __wbg_scorejob_free: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_adaptive: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_guesses: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_rejection: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_seed: (a: number, b: bigint) => void;
    readonly __wbg_set_generatesettings_temperature: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_tokens: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_topK: (a: number, b: number) => void;
    readonly __wbg_set_generatesettings_topP: (a: number, b: number) => void;
    readonly __wbg_unpackjob_free: (a: number, b: number) => void;
    readonly __wbg_unpacktextjob_free: (a: number, b: number) => void;
    readonly checkTwin: (a: number) => [number, number, number];
    readonly costs_takeBits: (a: number) => [number, number];
    readonly costs_takeIds: (a: number) => [number, number];
    readonly costs_takePacked: (a: number) => [number, number];
    readonly costs_takeProbabilities: (a: number) => [number, number];
    readonly decodejob_finish: (a: number) => any;
    readonly decodejob_new: (a: number, b: number, c: number, d: any, e: number, f: number, g: number) => [number, number, number];
    readonly decodejob_step: (a: number, b: number) => any;
    readonly encodejob_ids: (a: number) => [number, number];
    readonly encodejob_new: (a: number, b: number, c: number, d: any, e: number) => [number, number, number];
    readonly encodejob_side: (a: number) => [number, number];
    readonly encodejob_step: (a: number, b: number) => any;
    readonly encodejob_stepOn: (a: number, b: number, c: number) => any;
    readonly generatejob_new: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly generatejob_speculative: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly generatejob_step: (a: number) => [number, number, number];
    readonly generatejob_stepOn: (a: number, b: number) => any;
    readonly generatesettings_new: () => number;
    readonly gpu_check: (a: number, b: number) => any;
    readonly gpu_destroy: (a: number) => void;
    readonly gpu_open: () => any;
    readonly gpumodel_destroy: (a: number) => void;
    readonly gpumodel_open: (a: number, b: number) => any;
    readonly idStatistics: (a: number, b: number, c: number, d: number, e: number) => any;
    readonly imagetokenizer_alphabets: (a: number, b: number, c: number) => [number, number];
    readonly imagetokenizer_fixedBits: (a: number, b: number, c: number, d: number) => number;
    readonly imagetokenizer_layout: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly imagetokenizer_new: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly imagetokenizer_regions: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly imagetokenizer_sideInformationBits: (a: number, b: number, c: number) => number;
    readonly imagetokenizer_stops: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly kernelCount: () => number;
    readonly measurejob_finish: (a: number) => any;
    readonly measurejob_new: (a: number, b: number, c: any, d: any, e: number) => [number, number, number];
    readonly measurejob_step: (a: number, b: number) => any;
    readonly model_facts: (a: number) => any;
    readonly model_forget: (a: number) => void;
    readonly model_new: (a: number, b: number) => [number, number, number];
    readonly neighbourjob_finish: (a: number) => any;
    readonly neighbourjob_new: (a: number, b: number, c: number) => number;
    readonly neighbourjob_step: (a: number, b: number) => any;
    readonly orderjob_finish: (a: number) => any;
    readonly orderjob_new: (a: number, b: number, c: number) => number;
    readonly orderjob_step: (a: number, b: number) => any;
    readonly packjob_finish: (a: number) => [number, number];
    readonly packjob_picture: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number) => [number, number, number];
    readonly packjob_sequence: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly packjob_step: (a: number, b: number) => any;
    readonly provideComponents: (a: number, b: number) => [number, number];
    readonly ratejob_finish: (a: number) => any;
    readonly ratejob_new: (a: number, b: number, c: number, d: any, e: number, f: number, g: number) => [number, number, number];
    readonly ratejob_step: (a: number, b: number) => any;
    readonly scorejob_finish: (a: number) => number;
    readonly scorejob_new: (a: number, b: number, c: number) => [number, number, number];
    readonly scorejob_step: (a: number, b: number) => [number, number, number];
    readonly start: () => void;
    readonly unpackjob_finish: (a: number) => [number, number];
    readonly unpackjob_head: (a: number) => any;
    readonly unpackjob_new: (a: number, b: number) => [number, number, number];
    readonly unpackjob_side: (a: number) => [number, number];
    readonly unpackjob_step: (a: number, b: number) => [number, number, number];
    readonly unpacktextjob_finish: (a: number) => [number, number];
    readonly unpacktextjob_new: (a: number, b: number, c: number) => [number, number, number];
    readonly unpacktextjob_step: (a: number, b: number) => [number, number, number];
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_destroy_closure: (a: number, b: number) => void;
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
