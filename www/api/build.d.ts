/** Facts of the build; `cargo xtask build` generates the module that `#build` stands for. */

export declare const build: {
  /** Version of the package. */
  readonly version: string
  /** File names in `assets/` by what they are: `text.wasm`, `worker-text` … */
  readonly assets: Readonly<Record<string, string>>
}
