/**
 * Worker addresses as Trusted Types want them. One policy per document, named `tokenarium`; a second copy of this
 * library in the same document finds the first one's policy again, because a name can be taken only once.
 */

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy
}

const KEPT_AT = Symbol.for('tokenarium.trusted-types-policy')

/** The URL in a form that `new Worker` takes under `require-trusted-types-for 'script'`. */
export function scriptUrl(url: URL): string {
  const place = globalThis as { trustedTypes?: PolicyFactory; [KEPT_AT]?: ScriptUrlPolicy }
  if (place.trustedTypes === undefined) return url.href
  // Every URL given here is made from the build's own list of files.
  place[KEPT_AT] ??= place.trustedTypes.createPolicy('tokenarium', { createScriptURL: trusted => trusted })
  // The DOM's types know only strings; a TrustedScriptURL is what the browser wants.
  return place[KEPT_AT].createScriptURL(url.href) as string
}
