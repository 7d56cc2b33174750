// What can be shared: made by the page from its state, read by the panel.

/** Tokens of a text as a picture: one row, or one for each tokenizer of a comparison. */
export interface Picture {
  readonly text: string
  /** Spans are UTF-8 byte pairs into the text. */
  readonly rows: readonly { readonly label: string; readonly spans: Uint32Array }[]
}

/** An element of another page, with what stands between its tags: a text, or the address of a picture. */
export type ElementView =
  | {
      readonly tag: 'token-text' | 'token-compare' | 'token-train' | 'token-generate'
      readonly attributes: Readonly<Record<string, string>>
      readonly text: string
    }
  | {
      readonly tag: 'token-image'
      readonly attributes: Readonly<Record<string, string>>
      readonly picture: string
    }

/** A view. */
export interface ShareView {
  /** `o200k_base, 68 tokens` */
  readonly title: string
  /** Absolute address that reopens exactly this view. */
  readonly link: string
  /** False when the link opens without a part of the view. */
  readonly complete: boolean
  /** What a link that is not complete lacks, in a sentence. */
  readonly lacks?: string
  /** The element that shows exactly the same, where there is one. */
  readonly element: ElementView | null
  /** Asked for when a picture is wanted. */
  readonly picture: (() => Promise<Picture>) | null
}
