// Runs esbuild: `node xtask/esbuild.mjs META.json OPTIONS`, options as JSON; writes what went into the bundle to META.json.
// Style sheets that scripts import as text are minified, which esbuild's command line cannot do.

import { readFile, writeFile } from 'node:fs/promises'
import { argv } from 'node:process'
import { build, transform } from 'esbuild'

const styles = {
  name: 'styles as text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path, with: attributes }) => {
      if (attributes.type !== 'text') return null
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true })
      return { contents: code.trim(), loader: 'text' }
    })
  },
}

const [, , meta, options] = argv
try {
  const { metafile } = await build({ ...JSON.parse(options), plugins: [styles] })
  await writeFile(meta, JSON.stringify(metafile))
} catch (error) {
  // What is wrong with the sources, esbuild has told.
  if (!('errors' in error)) throw error
  process.exitCode = 1
}
