/* tslint:disable */
/* eslint-disable */
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
 * A special or other added token.
 */
export interface AddedFact {
    id: number;
    content: string;
    special: boolean;
}

/**
 * A token and the bytes that it covers.
 */
export interface Part {
    /**
     * The token.
     */
    id: TokenId;
    /**
     * Its first byte.
     */
    start: number;
    /**
     * Behind its last byte.
     */
    end: number;
}

/**
 * A token that fits.
 */
export interface Edge {
    /**
     * The token.
     */
    id: TokenId;
    /**
     * Its first byte.
     */
    start: number;
    /**
     * Behind its last byte.
     */
    end: number;
    /**
     * Its log probability.
     */
    score: number;
    /**
     * It lies on the best path.
     */
    best: boolean;
    /**
     * It lies on the second best path.
     */
    second: boolean;
}

/**
 * All candidates and the best path.
 */
export interface Lattice {
    /**
     * Every token that fits, in order of its first byte, the shortest first. Where no token is the single character, the
     * unknown token stands for it; neighbouring unknowns on the path become one token (or bytes).
     */
    edges: Edge[];
    /**
     * Log probability of the best path.
     */
    best: number;
    /**
     * Log probability of the second best; `None`: there is only one way.
     */
    second: number | null;
    /**
     * How much less likely the second best is, in nats.
     */
    margin: number | null;
}

/**
 * All figures of a text in one serializable value.
 */
export interface TextFigures {
    /**
     * B / T.
     */
    bytesPerToken: Figure;
    /**
     * C / T.
     */
    codePointsPerToken: Figure;
    /**
     * G / T.
     */
    graphemesPerToken: Figure;
    /**
     * T · ceil(log2 V).
     */
    fixedBits: Figure;
    /**
     * The adaptive order-0 coder's bits.
     */
    adaptiveBits: Figure;
    /**
     * Shannon entropy of the token frequencies.
     */
    entropy: Figure;
    /**
     * T / W.
     */
    fertility: Figure;
    /**
     * Share of words that are one token.
     */
    wordsKeptWhole: Figure;
    /**
     * Share of words of two tokens or more.
     */
    continuedWords: Figure;
    /**
     * H_2.5 / log2 V.
     */
    renyiEfficiency: Figure;
    /**
     * Distinct tokens / V.
     */
    utilisation: Figure;
    /**
     * Slope and fit of the rank-frequency curve.
     */
    zipf: Zipf;
    /**
     * Share of tokens that begin or end inside a code point.
     */
    halfCharacters: Figure;
    /**
     * T × price / 1,000,000.
     */
    cost: Figure;
    /**
     * T / context window.
     */
    contextShare: Figure;
}

/**
 * An alternative of a known pattern.
 */
export interface Branch {
    /**
     * Its place among the pattern's alternatives.
     */
    index: number;
    /**
     * What it takes, in words.
     */
    name: string;
    /**
     * Its regular expression.
     */
    source: string;
}

/**
 * Figures of a text, their inputs and their curves.
 */
export interface Statistics {
    /**
     * UTF-8 bytes.
     */
    bytes: number;
    /**
     * Code points.
     */
    codePoints: number;
    /**
     * Extended grapheme clusters, as the browser's Unicode version has them.
     */
    graphemes: number | null;
    /**
     * Word segments that contain a letter or digit, as the browser's Unicode version has them.
     */
    words: number | null;
    /**
     * Tokens.
     */
    tokens: number;
    /**
     * Different tokens.
     */
    distinct: number;
    /**
     * Every figure with its unit, its sample size, or why it is undefined.
     */
    figures: TextFigures;
    /**
     * Rank against count, log-spaced where there are many.
     */
    rankFrequency: RankedCount[];
    /**
     * How long tokens are.
     */
    lengths: LengthCount[];
}

/**
 * How a pre-token became tokens. Positions are bytes of `text`.
 */
export interface Trace {
    /**
     * First and last byte (exclusive) of the original text that the pre-token comes from.
     */
    span: [number, number];
    /**
     * What the model sees: normalized, with replaced spaces.
     */
    text: number[];
    /**
     * What cut it here.
     */
    cut: Cut;
    /**
     * Its tokens.
     */
    tokens: Part[];
    /**
     * First and last byte (exclusive) of the original text that each token comes from.
     */
    spans: [number, number][];
    /**
     * The token that was asked for: an index into `tokens`.
     */
    focus: number;
    /**
     * What the model did.
     */
    steps: Steps;
    /**
     * Steps are told only within these bytes, because the pre-token is long.
     */
    told: [number, number] | null;
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
 * How long a document is.
 */
export interface DocumentSize {
    /**
     * Bytes of UTF-8.
     */
    utf8: number;
    /**
     * UTF-16 units.
     */
    utf16: number;
    /**
     * Code points.
     */
    codePoints: number;
    /**
     * Tokens, those that the family puts around a text included where they were asked for.
     */
    tokens: number;
    /**
     * Unpaired surrogates, each of which reads as U+FFFD.
     */
    replacedSurrogates: number;
}

/**
 * How many tokens have this length.
 */
export interface LengthCount {
    /**
     * UTF-8 bytes of the text that the token covers.
     */
    bytes: number;
    /**
     * Tokens of this length.
     */
    tokens: number;
}

/**
 * One merge.
 */
export interface TracedMerge {
    /**
     * The left token; `None` for bytes that are no token of their own.
     */
    left: TokenId | null;
    /**
     * The right token, likewise.
     */
    right: TokenId | null;
    /**
     * The lower, the sooner: place in the merge list, id of the result in rank files, place of its score.
     */
    rank: number;
    /**
     * What they became.
     */
    new: TokenId;
    /**
     * First byte of the left token.
     */
    start: number;
    /**
     * First byte of the right token.
     */
    middle: number;
    /**
     * Behind the last byte of the right token.
     */
    end: number;
}

/**
 * One token as the page shows it.
 */
export interface Entry {
    /**
     * Its id.
     */
    id: TokenId;
    /**
     * What it stands for in text; not always whole characters.
     */
    bytes: number[];
    /**
     * How the vocabulary stores it, where that differs.
     */
    stored: string | null;
    /**
     * Found in the text before every other stage.
     */
    added: boolean;
    /**
     * A control token.
     */
    special: boolean;
    /**
     * The id has no token.
     */
    vacant: boolean;
    /**
     * Stands only inside a word, never at its start (WordPiece).
     */
    continues: boolean;
    /**
     * Why no text becomes it, where that is certain.
     */
    unreachable: Unreachable | null;
}

/**
 * The result of a comparison, in text order.
 */
export interface Comparison {
    /**
     * One per tokenizer; the first one shares everything with itself.
     */
    shared: Shared[];
    /**
     * Start and end of each differing region.
     */
    regions: number[];
    /**
     * For each region and tokenizer how many tokens begin in it: `regions.len() / 2 * tokenizers` numbers.
     */
    regionTokens: number[];
    /**
     * Boundaries that some tokenizers have and others lack.
     */
    differing: number[];
    /**
     * Who has it, as bits: bit k for tokenizer k. One per entry of `differing`.
     */
    owners: number[];
}

/**
 * Tokens near a token, each list in id order.
 */
export interface Neighbours {
    /**
     * The same text but for case and for what marks the beginning or the inside of a word (a space, `▁`, `##`).
     */
    variants: TokenId[];
    /**
     * Tokens that it begins with, the longest last.
     */
    prefixes: TokenId[];
    /**
     * It with one character more, in front or behind; a hundred at most.
     */
    longer: TokenId[];
    /**
     * It with one character less, in front or behind.
     */
    shorter: TokenId[];
}

/**
 * What cut a pre-token off the text.
 */
export type Cut = { kind: "added"; id: TokenId } | { kind: "whole" } | { kind: "preTokenizer"; index: number; name: string; pattern: string | null; branch: Branch | null };

/**
 * What fits at one place of a word.
 */
export interface Prefixes {
    /**
     * The place.
     */
    start: number;
    /**
     * Tokens that fit there, the shortest first. None: the whole word is unknown.
     */
    fit: Part[];
}

/**
 * What is known of a tokenizer once it is loaded.
 */
export interface TokenizerFacts {
    /**
     * Kind of model: `bpe`, `unigram`, `wordpiece`, `wordlevel`, `bytes`, `codepoints`.
     */
    model: string;
    /**
     * How many ids there are, special ones included.
     */
    vocabularySize: number;
    /**
     * Whether the maker published a chat template with it.
     */
    chatTemplate: boolean;
    /**
     * Special and other added tokens.
     */
    added: AddedFact[];
}

/**
 * What the model did.
 */
export type Steps = { kind: "added" } | { kind: "whole" } | { kind: "merges"; merges: TracedMerge[] } | ({ kind: "lattice" } & Lattice) | { kind: "prefixes"; prefixes: Prefixes[] } | { kind: "single" };

/**
 * What tokenizer k shares with the first one.
 */
export interface Shared {
    /**
     * Its tokens, those from nothing included.
     */
    tokens: number;
    /**
     * Its boundaries.
     */
    boundaries: number;
    /**
     * Boundaries that the first tokenizer has too.
     */
    sharedBoundaries: number;
    /**
     * Tokens that cover exactly what one token of the first covers.
     */
    sharedTokens: number;
}

/**
 * Why no text becomes a token.
 */
export type Unreachable = "model" | "normalizer";

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
 * A comparison under way.
 */
export class CompareJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Adds the spans of one more tokenizer; before the first step.
     */
    add(spans: Uint32Array | number[]): void;
    /**
     * The result, once done.
     */
    finish(): Comparison;
    /**
     * Of a text of `length` units, in which all spans count.
     */
    constructor(length: number);
    /**
     * One slice.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * A run that counts.
 */
export class CountJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Tokens so far.
     */
    count(): number;
    /**
     * Of UTF-8 `text`.
     */
    constructor(tokenizer: Tokenizer, text: Uint8Array | number[], settings: Settings);
    /**
     * One slice.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * An edited text and its tokenizer.
 */
export class Document {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Puts UTF-16 units in place of `from..to`; tokenizes up to about `budget` bytes at once.
     */
    edit(from: number, to: number, insert: Uint16Array | number[], budget: number): DocumentPatch;
    /**
     * Of UTF-16 units, unpaired surrogates among them.
     */
    static openUnits(tokenizer: Tokenizer, units: Uint16Array | number[], settings: Settings): Document;
    /**
     * Of UTF-8 `text`. Nothing is tokenized before the first step.
     */
    static open(tokenizer: Tokenizer, text: Uint8Array | number[], settings: Settings): Document;
    /**
     * What has changed since the last patch.
     */
    patch(): DocumentPatch;
    /**
     * Lengths of the text in every unit.
     */
    size(): DocumentSize;
    /**
     * One slice of what opening or an edit left to do.
     */
    step(budget: number): SliceProgress | undefined;
    /**
     * The text in UTF-8; U+FFFD for unpaired surrogates.
     */
    text(): Uint8Array;
    /**
     * How the piece came about that covers UTF-16 position `at`; `undefined` where there is none.
     */
    trace(at: number): Trace | undefined;
    /**
     * Why every edit runs the whole text again, where it does.
     */
    wholeBecause(): string | undefined;
    /**
     * The tokens that touch UTF-16 positions `from..to`.
     */
    window(from: number, to: number): DocumentWindow;
}

/**
 * What an edit changed in the list of tokens.
 */
export class DocumentPatch {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the ids that stand there now.
     */
    takeIds(): Uint32Array;
    /**
     * Takes how many UTF-16 units each of them covers.
     */
    takeLengths(): Uint32Array;
    /**
     * Number of the first token that changed.
     */
    readonly first: number;
    /**
     * How many tokens from there on are gone.
     */
    readonly removed: number;
    /**
     * UTF-16 positions between which tokens are those of an earlier text.
     */
    readonly stale: Uint32Array | undefined;
}

/**
 * The tokens of a stretch of a document.
 */
export class DocumentWindow {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes start and end of each in UTF-8 bytes.
     */
    takeBytes(): Uint32Array;
    /**
     * Takes the ids.
     */
    takeIds(): Uint32Array;
    /**
     * Takes start and end of each in UTF-16 units.
     */
    takeSpans(): Uint32Array;
    /**
     * Takes UTF-16 positions of unpaired surrogates, each followed by its value.
     */
    takeSurrogates(): Uint32Array;
    /**
     * Number of the first token.
     */
    readonly first: number;
    /**
     * UTF-16 positions between which tokens are those of an earlier text.
     */
    readonly stale: Uint32Array | undefined;
}

/**
 * A run that keeps ids alone.
 */
export class IdsJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Of UTF-8 `text`.
     */
    constructor(tokenizer: Tokenizer, text: Uint8Array | number[], settings: Settings);
    /**
     * One slice.
     */
    step(budget: number): SliceProgress | undefined;
    /**
     * Takes the ids.
     */
    takeIds(): Uint32Array;
}

/**
 * One of several ways to encode a text.
 */
export class RankedTokens {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the ids.
     */
    takeIds(): Uint32Array;
    /**
     * Takes the spans, in UTF-8 bytes.
     */
    takeSpans(): Uint32Array;
    /**
     * Log probability.
     */
    readonly score: number;
}

/**
 * A search of the vocabulary under way.
 */
export class SearchJob {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What was found, in id order.
     */
    finish(): Entry[];
    /**
     * One slice.
     */
    step(budget: number): SliceProgress | undefined;
}

/**
 * How to encode.
 */
export class Settings {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Specials are text, nothing is added, no chance.
     */
    constructor();
    /**
     * Unigram sampling: exponent of the probabilities.
     */
    get alpha(): number | undefined;
    /**
     * Unigram sampling: exponent of the probabilities.
     */
    set alpha(value: number | null | undefined);
    /**
     * BPE dropout: probability that a merge is left out.
     */
    get dropout(): number | undefined;
    /**
     * BPE dropout: probability that a merge is left out.
     */
    set dropout(value: number | null | undefined);
    /**
     * Special tokens in the text are themselves, not text.
     */
    parseSpecials: boolean;
    /**
     * Seed of dropout and sampling.
     */
    seed: bigint;
    /**
     * Add the tokens that the family puts around a text.
     */
    template: boolean;
}

/**
 * A run that keeps ids and spans.
 */
export class SpansJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Of UTF-8 `text`.
     */
    constructor(tokenizer: Tokenizer, text: Uint8Array | number[], settings: Settings);
    /**
     * One slice.
     */
    step(budget: number): SliceProgress | undefined;
    /**
     * Takes the ids.
     */
    takeIds(): Uint32Array;
    /**
     * Takes the spans, in UTF-16 units.
     */
    takeSpansUtf16(): Uint32Array;
    /**
     * Takes the spans, in UTF-8 bytes.
     */
    takeSpans(): Uint32Array;
}

/**
 * The figures of a text under way.
 */
export class StatisticsJob {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The figures. `words` are start, end pairs in UTF-8 bytes; like `graphemes` they are the browser's.
     */
    finish(graphemes?: number | null, words?: Uint32Array | number[] | null): Statistics;
    /**
     * Of UTF-8 `text`.
     */
    constructor(tokenizer: Tokenizer, text: Uint8Array | number[], settings: Settings);
    /**
     * One slice.
     */
    step(budget: number): SliceProgress | undefined;
    /**
     * Tokens that fit into the model's context.
     */
    get contextWindow(): number | undefined;
    /**
     * Tokens that fit into the model's context.
     */
    set contextWindow(value: number | null | undefined);
    /**
     * What the visitor pays for a million tokens.
     */
    get pricePerMillion(): number | undefined;
    /**
     * What the visitor pays for a million tokens.
     */
    set pricePerMillion(value: number | null | undefined);
}

/**
 * Text of a stream that can be tokenized by itself.
 */
export class StreamPart {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Encodes it.
     */
    encode(tokenizer: Tokenizer, settings: Settings): SpansJob;
    /**
     * Where it starts in the stream, in bytes of text.
     */
    readonly base: number;
    /**
     * Its length in UTF-16 units.
     */
    readonly utf16Length: number;
}

/**
 * A stream on its way through a tokenizer.
 */
export class StreamRun {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Ids that the family puts in front of a text, or behind it.
     */
    around(before: boolean): Uint32Array;
    /**
     * The rest of the text.
     */
    finish(): StreamPart | undefined;
    /**
     * For `tokenizer`. Tokens around the text are the caller's, from [`StreamRun::around`].
     */
    constructor(tokenizer: Tokenizer, settings: Settings);
    /**
     * Takes more bytes of UTF-8; gives the text that is final, if there is any.
     */
    push(bytes: Uint8Array | number[]): StreamPart | undefined;
}

/**
 * Bytes with the share of each token.
 */
export class TokenBytes {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the bytes.
     */
    takeBytes(): Uint8Array;
    /**
     * Takes where each token ends.
     */
    takeEnds(): Uint32Array;
}

/**
 * A tokenizer ready to run.
 */
export class Tokenizer {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The text of `ids`, and where the part of each ends.
     */
    bytes(ids: Uint32Array | number[]): TokenBytes;
    /**
     * What a chat template finds beside the conversation, the texts of the tokens that begin and end a text, and the
     * Jinja source of the template that came with the tokenizer, if one did.
     */
    chatTemplate(): string[];
    /**
     * The text of `ids` as UTF-8; bytes that are none stay as they are.
     */
    decode(ids: Uint32Array | number[]): Uint8Array;
    /**
     * Up to `count` entries of the vocabulary in id order, from `from` on.
     */
    entries(from: number, count: number): Entry[];
    /**
     * What is known of it.
     */
    facts(): TokenizerFacts;
    /**
     * Loads an inflated `.vocab` file; `base` is the inflated file that it shares tokens with.
     */
    static load(file: Uint8Array | number[], base?: Uint8Array | number[] | null): Tokenizer;
    /**
     * The `count` best encodings of a short text, best first.
     */
    nBest(text: Uint8Array | number[], count: number, settings: Settings): RankedTokens[];
    /**
     * Tokens near a token in the vocabulary.
     */
    neighbours(id: number): Neighbours;
    /**
     * Looks for tokens that contain `bytes`, up to `limit` of them.
     */
    searchBytes(bytes: Uint8Array | number[], limit: number): SearchJob;
    /**
     * Looks for tokens that contain `text`, in any case, up to `limit` of them.
     */
    searchText(text: string, limit: number): SearchJob;
    /**
     * How the piece of UTF-8 `text` came about that covers position `at`, in bytes or in UTF-16 units; `undefined` where
     * there is none.
     */
    trace(text: Uint8Array | number[], at: number, utf16: boolean, settings: Settings): Trace | undefined;
}

/**
 * Runs when the module is loaded.
 */
export function start(): void;

/**
 * The name of the `.vocab` file that shares tokens with `file`; `undefined` if it stands alone.
 */
export function vocabularyBase(file: Uint8Array | number[]): string | undefined;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_comparejob_free: (a: number, b: number) => void;
    readonly __wbg_countjob_free: (a: number, b: number) => void;
    readonly __wbg_document_free: (a: number, b: number) => void;
    readonly __wbg_documentpatch_free: (a: number, b: number) => void;
    readonly __wbg_documentwindow_free: (a: number, b: number) => void;
    readonly __wbg_get_settings_alpha: (a: number) => number;
    readonly __wbg_get_settings_dropout: (a: number) => number;
    readonly __wbg_get_settings_parseSpecials: (a: number) => number;
    readonly __wbg_get_settings_seed: (a: number) => bigint;
    readonly __wbg_get_settings_template: (a: number) => number;
    readonly __wbg_get_statisticsjob_contextWindow: (a: number) => [number, number];
    readonly __wbg_get_statisticsjob_pricePerMillion: (a: number) => [number, number];
    readonly __wbg_idsjob_free: (a: number, b: number) => void;
    readonly __wbg_rankedtokens_free: (a: number, b: number) => void;
    readonly __wbg_searchjob_free: (a: number, b: number) => void;
    readonly __wbg_set_settings_alpha: (a: number, b: number) => void;
    readonly __wbg_set_settings_dropout: (a: number, b: number) => void;
    readonly __wbg_set_settings_parseSpecials: (a: number, b: number) => void;
    readonly __wbg_set_settings_seed: (a: number, b: bigint) => void;
    readonly __wbg_set_settings_template: (a: number, b: number) => void;
    readonly __wbg_set_statisticsjob_contextWindow: (a: number, b: number, c: number) => void;
    readonly __wbg_set_statisticsjob_pricePerMillion: (a: number, b: number, c: number) => void;
    readonly __wbg_settings_free: (a: number, b: number) => void;
    readonly __wbg_spansjob_free: (a: number, b: number) => void;
    readonly __wbg_statisticsjob_free: (a: number, b: number) => void;
    readonly __wbg_streampart_free: (a: number, b: number) => void;
    readonly __wbg_streamrun_free: (a: number, b: number) => void;
    readonly __wbg_tokenbytes_free: (a: number, b: number) => void;
    readonly __wbg_tokenizer_free: (a: number, b: number) => void;
    readonly comparejob_add: (a: number, b: number, c: number) => void;
    readonly comparejob_finish: (a: number) => any;
    readonly comparejob_new: (a: number) => number;
    readonly comparejob_step: (a: number, b: number) => [number, number, number];
    readonly countjob_count: (a: number) => number;
    readonly countjob_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly countjob_step: (a: number, b: number) => [number, number, number];
    readonly document_edit: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly document_open: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly document_openUnits: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly document_patch: (a: number) => number;
    readonly document_size: (a: number) => any;
    readonly document_step: (a: number, b: number) => [number, number, number];
    readonly document_text: (a: number) => [number, number];
    readonly document_trace: (a: number, b: number) => any;
    readonly document_wholeBecause: (a: number) => [number, number];
    readonly document_window: (a: number, b: number, c: number) => number;
    readonly documentpatch_first: (a: number) => number;
    readonly documentpatch_removed: (a: number) => number;
    readonly documentpatch_stale: (a: number) => [number, number];
    readonly documentpatch_takeIds: (a: number) => [number, number];
    readonly documentpatch_takeLengths: (a: number) => [number, number];
    readonly documentwindow_first: (a: number) => number;
    readonly documentwindow_stale: (a: number) => [number, number];
    readonly documentwindow_takeBytes: (a: number) => [number, number];
    readonly documentwindow_takeIds: (a: number) => [number, number];
    readonly documentwindow_takeSpans: (a: number) => [number, number];
    readonly documentwindow_takeSurrogates: (a: number) => [number, number];
    readonly idsjob_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly idsjob_step: (a: number, b: number) => [number, number, number];
    readonly idsjob_takeIds: (a: number) => [number, number];
    readonly rankedtokens_score: (a: number) => number;
    readonly rankedtokens_takeIds: (a: number) => [number, number];
    readonly rankedtokens_takeSpans: (a: number) => [number, number];
    readonly searchjob_finish: (a: number) => any;
    readonly searchjob_step: (a: number, b: number) => [number, number, number];
    readonly settings_new: () => number;
    readonly spansjob_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly spansjob_step: (a: number, b: number) => [number, number, number];
    readonly spansjob_takeIds: (a: number) => [number, number];
    readonly spansjob_takeSpans: (a: number) => [number, number];
    readonly spansjob_takeSpansUtf16: (a: number) => [number, number];
    readonly start: () => void;
    readonly statisticsjob_finish: (a: number, b: number, c: number, d: number, e: number) => any;
    readonly statisticsjob_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly statisticsjob_step: (a: number, b: number) => [number, number, number];
    readonly streampart_base: (a: number) => number;
    readonly streampart_encode: (a: number, b: number, c: number) => [number, number, number];
    readonly streampart_utf16Length: (a: number) => number;
    readonly streamrun_around: (a: number, b: number) => [number, number];
    readonly streamrun_finish: (a: number) => number;
    readonly streamrun_new: (a: number, b: number) => number;
    readonly streamrun_push: (a: number, b: number, c: number) => [number, number, number];
    readonly tokenbytes_takeBytes: (a: number) => [number, number];
    readonly tokenbytes_takeEnds: (a: number) => [number, number];
    readonly tokenizer_bytes: (a: number, b: number, c: number) => [number, number, number];
    readonly tokenizer_chatTemplate: (a: number) => [number, number];
    readonly tokenizer_decode: (a: number, b: number, c: number) => [number, number, number, number];
    readonly tokenizer_entries: (a: number, b: number, c: number) => any;
    readonly tokenizer_facts: (a: number) => any;
    readonly tokenizer_load: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly tokenizer_nBest: (a: number, b: number, c: number, d: number, e: number) => [number, number, number, number];
    readonly tokenizer_neighbours: (a: number, b: number) => any;
    readonly tokenizer_searchBytes: (a: number, b: number, c: number, d: number) => number;
    readonly tokenizer_searchText: (a: number, b: number, c: number, d: number) => number;
    readonly tokenizer_trace: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly vocabularyBase: (a: number, b: number) => [number, number, number, number];
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
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
