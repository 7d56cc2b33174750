/** Facts of the build; `cargo xtask build` generates the module that `#build` stands for. */

export declare const build: {
  /** Version of the package. */
  readonly version: string
  /** File names in `assets/` by what they are: `text.wasm`, `worker-text` … */
  readonly assets: Readonly<Record<string, string>>
}

/** `build.version` and the script with the API, for what carries no other name. */
export declare const version: string
export declare const embedApi: string

/** The models of the site: their files in `models/`, and what their cards say at once. */
export declare const models: readonly {
  readonly name: string
  /** Weights. */
  readonly file: string
  /** The whole card, where there is one of these weights. */
  readonly card: string | null
  readonly bytes: number
  readonly sha256: string
  readonly tokenizer: string
  readonly context: number
  readonly title: string | null
  readonly what: string | null
  readonly paper: string | null
  readonly licence: string | null
  readonly parameters: number
}[]
