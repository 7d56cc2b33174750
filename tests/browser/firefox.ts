// Stock Firefox, driven through Marionette, the remote control that it ships with: JSON arrays over a plain socket,
// each with its length in front. Playwright can only drive a Firefox of its own.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const EXECUTABLE = '/usr/bin/firefox-esr'
const START_MS = 60_000

export class Firefox {
  #replies = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>()
  #next = 1
  #unread = Buffer.alloc(0)

  readonly #process: ChildProcess
  readonly #socket: Socket
  readonly #profile: string

  private constructor(process: ChildProcess, socket: Socket, profile: string) {
    this.#process = process
    this.#socket = socket
    this.#profile = profile
    socket.on('data', chunk => this.#read(chunk))
    socket.on('close', () => {
      for (const { reject } of this.#replies.values()) reject(new Error('Firefox closed the connection'))
    })
  }

  /** Starts Firefox without a window and opens a session; the caller closes it. */
  static async launch(): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'tokenarium-firefox-'))
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    await writeFile(
      join(profile, 'user.js'),
      `user_pref("marionette.port", ${port});
user_pref("app.update.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("browser.safebrowsing.downloads.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9/");
user_pref("toolkit.telemetry.enabled", false);
`,
    )
    const process = spawn(EXECUTABLE, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
      stdio: 'ignore',
    })
    const socket = await connected(port)
    const firefox = new Firefox(process, socket, profile)
    await firefox.command('WebDriver:NewSession', { strictFileInteractability: true })
    await firefox.command('WebDriver:SetTimeouts', { script: 60_000, pageLoad: 60_000, implicit: 0 })
    return firefox
  }

  async open(url: string): Promise<void> {
    await this.command('WebDriver:Navigate', { url })
  }

  /** Runs the body of an async function in the page with `args`, and returns what it returns. */
  async run<T>(body: string, ...args: unknown[]): Promise<T> {
    const script = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
      (async () => { ${body} })().then(value => done({ value }), error => done({ error: String(error) }))`
    const reply = (await this.command('WebDriver:ExecuteAsyncScript', { script, args })) as {
      value: { value?: T; error?: string }
    }
    if (reply.value.error !== undefined) throw new Error(reply.value.error)
    return reply.value.value as T
  }

  /** Types characters as a keyboard would, wherever the focus is. */
  async type(text: string): Promise<void> {
    const actions = [...text].flatMap(value => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.command('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  /** Repeats the body until it returns something true; fails with `what` after `limitMs`. */
  async waitFor(what: string, body: string, limitMs = 30_000): Promise<void> {
    const end = Date.now() + limitMs
    while (!(await this.run<unknown>(body))) {
      if (Date.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }

  command(name: string, parameters: object): Promise<unknown> {
    const id = this.#next++
    const message = JSON.stringify([0, id, name, parameters])
    return new Promise((resolve, reject) => {
      this.#replies.set(id, { resolve, reject })
      this.#socket.write(`${Buffer.byteLength(message)}:${message}`)
    })
  }

  async close(): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('exit', resolve))
    // Asked from inside, so that its content processes end with it.
    await this.command('Marionette:Quit', { flags: ['eForceQuit'] })
    await ended
    this.#socket.destroy()
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk])
    for (;;) {
      const colon = this.#unread.indexOf(':')
      if (colon < 0) return
      const end = colon + 1 + Number(this.#unread.subarray(0, colon).toString())
      if (this.#unread.length < end) return
      const message: unknown = JSON.parse(this.#unread.subarray(colon + 1, end).toString())
      this.#unread = this.#unread.subarray(end)
      // The greeting is an object; a reply is [1, id, error, result].
      if (!Array.isArray(message)) continue
      const [, id, error, result] = message as [number, number, { message: string } | null, unknown]
      const waiting = this.#replies.get(id)
      this.#replies.delete(id)
      if (error === null) waiting?.resolve(result)
      else waiting?.reject(new Error(error.message))
    }
  }
}

async function connected(port: number): Promise<Socket> {
  const end = Date.now() + START_MS
  for (;;) {
    const socket = await new Promise<Socket | undefined>(resolve => {
      const attempt = connect(port, '127.0.0.1')
      attempt.once('connect', () => resolve(attempt))
      attempt.once('error', () => resolve(undefined))
    })
    if (socket !== undefined) return socket
    if (Date.now() > end) throw new Error(`Firefox did not open port ${port} within ${START_MS} ms`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}
