/** What real compressors make of a text. Each runs in a worker of its own, which an abort ends. */

import type { Engine } from './client/engine.ts'
import type { WireText } from './operations.ts'
import type { Job, StatsOptions } from './types.ts'

/** The sizes asked for, in bytes. */
export async function codecSizes(
  engine: Engine,
  text: WireText,
  { figures = [], signal }: StatsOptions & Job,
): Promise<{ gzipBytes?: number; brotliBytes?: number }> {
  const size = (codec: 'gzip' | 'brotli') =>
    figures.includes(codec) ? engine.call('codecs', codec, 0, text, { lane: 'long', signal }) : undefined
  const [gzipBytes, brotliBytes] = await Promise.all([size('gzip'), size('brotli')])
  return { ...(gzipBytes !== undefined && { gzipBytes }), ...(brotliBytes !== undefined && { brotliBytes }) }
}
