// What can be shared: made by the page from its state, read by the panel.

/** Tokens of a text as a picture: one row, or one for each tokenizer of a comparison. */
export interface Picture {
  readonly text: string
  /** Spans are UTF-8 byte pairs into the text. */
  readonly rows: readonly { readonly label: string; readonly spans: Uint32Array }[]
}

/** A view. */
export interface ShareView {
  /** `o200k_base, 68 tokens` */
  readonly title: string
  /** Absolute address that reopens exactly this view. */
  readonly link: string
  /** False when the text is too long for a link: it opens without it. */
  readonly complete: boolean
  /** The element that shows the same, where there is one. */
  readonly element: {
    readonly tag: 'token-text' | 'token-compare' | 'token-train'
    readonly attributes: Readonly<Record<string, string>>
    readonly text: string
  } | null
  /** Asked for when a picture is wanted. */
  readonly picture: (() => Promise<Picture>) | null
}
