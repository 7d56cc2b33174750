// Models that a search must answer although no vocabulary of theirs is here: those whose maker published none, and those
// whose file the visitor has to bring. The catalogue knows both; they are named and never approximated.

import data from '../../vocab/catalog.json'

export interface Private {
  readonly model: string
  /** Other names that visitors search by. */
  readonly words: readonly string[]
  readonly why: string
  /** What stands where a size would. */
  readonly state: string
}

interface Unpublished {
  readonly maker: string
  readonly models: readonly string[]
  readonly why: string
}
interface OwnFile extends Unpublished {
  readonly title: string
  readonly format: string
}

const unpublished: readonly Unpublished[] = data.unpublished
const ownFile: readonly OwnFile[] = data.ownFile

export const PRIVATE: readonly Private[] = [
  ...unpublished.map(({ maker, models, why }) => ({
    model: models.length > 3 ? `${models.slice(0, 3).join(', ')} …` : models.join(', '),
    words: [...models, maker],
    why,
    state: 'not public',
  })),
  ...ownFile.map(({ title, maker, models, why, format }) => ({
    model: title,
    words: [title, ...models, maker],
    why: `${why} Open your own copy of its ${format} below.`,
    state: 'your own file',
  })),
]
