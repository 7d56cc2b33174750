// The floors of our own tokenizers: as room Image runs them, in the module that it loads, on the test pictures that
// floors.py wrote. They are fitted on nothing but the one picture, and all that a decoder needs counts: ids in an adaptive
// code that starts from nothing, side information, the picture's size. Of each tokenizer the finest setting within the
// budget; a picture that no setting fits is left out and counted as such. `whole-pca` alone knows emoji: its components
// come with the page and cost nothing here.
//
// usage: node own.mjs --wasm ../../.cache/wasm/lab --pictures ../../target/pictures --out ../golden/floors [--only NAME]
//
// With --only one tokenizer is measured, and the rows of the others stay.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { inflateRawSync } from 'node:zlib'

const BUDGETS = [512, 1024, 2048, 4096]
const SIDE = 64

const { values: given } = parseArgs({
  options: {
    wasm: { type: 'string' },
    pictures: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string' },
  },
})
const lab = await import(pathToFileURL(join(given.wasm, 'lab.js')).href)
lab.initSync({ module: readFileSync(join(given.wasm, 'lab_bg.wasm')) })
lab.provideComponents(inflateRawSync(readFileSync(new URL('../../www/data/emoji.components', import.meta.url))))

function run(job) {
  while (job.step(1 << 28) !== undefined);
  return job
}

/** Ids of a picture under one setting. */
function encode(name, options, rgba) {
  const tokenizer = new lab.ImageTokenizer(name, Object.keys(options), Float64Array.from(Object.values(options)))
  const job = new lab.EncodeJob(tokenizer, SIDE, SIDE, rgba, 0xffffff)
  run(job)
  const ids = job.ids()
  const side = job.side()
  job.free()
  return { tokenizer, ids, side, stops: tokenizer.stops(SIDE, SIDE, ids.length) }
}

/** Bits of the first `keep` stops; of an adaptive code, or of ids as wide as their alphabet. */
function bits({ tokenizer, ids, side }, keep, fixed) {
  const job = run(new lab.RateJob(tokenizer, SIDE, SIDE, ids, side, keep))
  const rate = job.finish()
  return (fixed ? rate.fixed : rate.adaptive) + rate.sideInformation
}

function psnr({ tokenizer, ids, side }, keep, rgba) {
  const back = run(new lab.DecodeJob(tokenizer, SIDE, SIDE, ids, side, keep)).finish()
  return run(new lab.MeasureJob(SIDE, SIDE, rgba, back, 0xffffff)).finish().psnr
}

/** The last of `count` settings, from coarse to fine, that fits, by halving; -1 where none does. */
function lastThatFits(count, fits) {
  let [least, most] = [-1, count - 1]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (fits(middle)) least = middle
    else most = middle - 1
  }
  return least
}

const ratios = (from, to, count, whole) =>
  Array.from({ length: count }, (_, at) => {
    const value = from * (to / from) ** (at / (count - 1))
    return whole ? Math.round(value) : value
  })

/** Of Gaussians. */
const LEAST = 4

/** Settings from coarse to fine. */
const SWEEPS = [
  { title: 'DCT 8 × 8 (dct-8)', name: 'dct-8', option: 'step', values: ratios(255, 2, 96, false) },
  { title: 'quadtree', name: 'quadtree', option: 'leaves', values: ratios(4, 1024, 97, true) },
  { title: 'halves', name: 'halves', option: 'leaves', values: ratios(4, 1024, 97, true) },
  { title: 'halves by edges', name: 'edges', option: 'leaves', values: ratios(4, 512, 97, true) },
  // A Gaussian has as many bits whatever it is: it is known how many fit before they are fitted.
  { title: 'Gaussians, fixed width', name: 'gaussians', option: 'count', fixed: true, one: true },
]
/** Tokenizers that are told how many bits there are. */
const DEALT = [{ title: 'components of whole emoji, fixed width (whole-pca)', name: 'whole-pca', option: 'bits' }]
const PREFIXES = [
  { title: 'wavelets, Haar (wavelet-haar)', name: 'wavelet-haar' },
  { title: 'wavelets, CDF 5/3 (wavelet-5-3)', name: 'wavelet-5-3' },
  { title: 'wavelets, CDF 9/7 (wavelet-9-7)', name: 'wavelet-9-7' },
]

function ofSweep({ name, option, values, fixed = false }, rgba, budget) {
  if (values === undefined) {
    const few = encode(name, { [option]: LEAST }, rgba)
    const each = few.tokenizer.fixedBits(few.side, few.ids.length) / LEAST
    const count = LEAST + Math.floor((budget - bits(few, few.stops, true)) / each)
    const made = encode(name, { [option]: count }, rgba)
    if (bits(made, made.stops, true) > budget) throw new Error(`${count} Gaussians need more than ${budget} bits`)
    const result = psnr(made, made.stops, rgba)
    few.tokenizer.free()
    made.tokenizer.free()
    return result
  }
  const made = new Map()
  const at = index => {
    if (!made.has(index)) made.set(index, encode(name, { [option]: values[index] }, rgba))
    return made.get(index)
  }
  const last = lastThatFits(values.length, index => bits(at(index), at(index).stops, fixed) <= budget)
  const result = last < 0 ? null : psnr(at(last), at(last).stops, rgba)
  for (const { tokenizer } of made.values()) tokenizer.free()
  return result
}

function ofDealt({ name, option }, rgba, budget) {
  const made = encode(name, { [option]: budget }, rgba)
  // What it is told does not count the picture's size.
  const keep = lastThatFits(made.stops + 1, keep => bits(made, keep, true) <= budget)
  const result = psnr(made, keep, rgba)
  made.tokenizer.free()
  return result
}

/** As many bits of the stream as fit. */
function ofPrefix({ name }, rgba) {
  const made = encode(name, {}, rgba)
  const results = BUDGETS.map(budget => {
    const last = lastThatFits(Math.min(made.stops, 4 * budget) + 1, keep => bits(made, keep, false) <= budget)
    return last < 0 ? null : psnr(made, last, rgba)
  })
  made.tokenizer.free()
  return results
}

/** Of each group the mean, of these the mean; which share of groups' pictures there is. */
function meanOfGroups(values, groups) {
  const by = new Map()
  groups.forEach((group, index) => by.set(group, [...(by.get(group) ?? []), values[index]]))
  const mean = list => list.reduce((sum, value) => sum + value, 0) / list.length
  const fits = mean([...by.values()].map(all => all.filter(value => value !== null).length / all.length))
  const there = [...by.values()].map(all => all.filter(value => value !== null)).filter(all => all.length > 0)
  return { psnr: fits < 0.9 ? null : round(mean(there.map(mean)), 2), fits: round(fits, 3) }
}

const round = (value, digits) => Number(value.toFixed(digits))

for (const set of ['emoji', 'photographs']) {
  const groups = JSON.parse(readFileSync(join(given.pictures, `${set}.json`), 'utf8'))
  const samples = readFileSync(join(given.pictures, `${set}.rgba`))
  const pictures = groups.map(
    (_, at) => new Uint8Array(samples.subarray(at * SIDE * SIDE * 4, (at + 1) * SIDE * SIDE * 4)),
  )
  const rows = []
  const row = (name, chosen, byBudget) => {
    const at = Object.fromEntries(
      BUDGETS.map((budget, place) => [
        budget,
        meanOfGroups(
          chosen.map(index => byBudget[place][index]),
          chosen.map(index => groups[index]),
        ),
      ]),
    )
    rows.push({ name, pictures: chosen.length, at })
    console.log(set, name, JSON.stringify(Object.values(at).map(({ psnr, fits }) => psnr ?? `${fits} fit`)))
  }
  const all = groups.map((_, index) => index)
  const wanted = ({ name }) => given.only === undefined || given.only === name
  for (const dealt of DEALT.filter(wanted)) {
    row(
      dealt.title,
      all,
      BUDGETS.map(budget => pictures.map(rgba => ofDealt(dealt, rgba, budget))),
    )
  }
  for (const sweep of SWEEPS.filter(wanted)) {
    // A fit of Gaussians takes long: one drawing of each idea.
    const chosen = sweep.one ? all.filter(index => groups.indexOf(groups[index]) === index) : all
    row(
      sweep.title,
      chosen,
      BUDGETS.map(budget => {
        const values = []
        for (const index of chosen) values[index] = ofSweep(sweep, pictures[index], budget)
        return values
      }),
    )
  }
  for (const prefix of PREFIXES.filter(wanted)) {
    const results = pictures.map(rgba => ofPrefix(prefix, rgba))
    row(
      prefix.title,
      all,
      BUDGETS.map((_, place) => results.map(of => of[place])),
    )
  }
  const file = join(given.out, `${set}-own.json`)
  if (given.only !== undefined) {
    const kept = JSON.parse(readFileSync(file, 'utf8')).rows.filter(({ name }) =>
      rows.every(made => made.name !== name),
    )
    rows.push(...kept)
  }
  writeFileSync(file, `${JSON.stringify({ rows }, null, 1)}\n`)
}
