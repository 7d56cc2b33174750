// Walking through what a chart shows, by keyboard: one stop for Tab, arrows from one datum to the next.

/** `show` is given the index of the datum to tell; the first is told by whoever draws the chart. */
export function walkByKeys(chart: SVGSVGElement, length: number, show: (index: number) => void): void {
  let at = 0
  chart.setAttribute('tabindex', '0')
  chart.addEventListener('keydown', event => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? -1
          : 0
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    at = Math.min(Math.max(at + step, 0), length - 1)
    show(at)
  })
}
